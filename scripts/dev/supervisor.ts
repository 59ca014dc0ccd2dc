import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeDatabaseUrl } from '../../prisma/src/client/database-url.ts'
import { generateClient } from '../../prisma/src/migration/generate-client.ts'
import { openAccelerate } from './accelerate.ts'
import { readArguments } from './arguments.ts'
import { killChild } from './child.ts'
import type { Child } from './child.ts'
import { migrate, openDatabase } from './database.ts'
import type { Database } from './database.ts'
import type { Host } from './hosts.ts'
import { say, table } from './output.ts'
import { choosePort } from './ports.ts'
import { createServing } from './serving.ts'
import type { Serving, ServingHooks } from './serving.ts'
import { onEnding } from './signals.ts'
import { watchSources } from './watch.ts'

/**
 * Runs the database and the hosts that the command line names, or all, until told to stop or until
 * one of them ends; then ends the others, and gives the exit code.
 *
 * @example
 * process.exit(await runDev(['express']))
 */
export async function runDev(words: readonly string[]): Promise<number> {
  const ending = Promise.withResolvers<{ words: string; code: number }>()
  const fail = (words: string): void => ending.resolve({ words, code: 1 })
  const session: Session = {
    children: new Set(),
    servings: [],
    closers: [],
    fail,
    broken: new Map(),
    over: false,
  }
  onEnding((words) => ending.resolve({ words, code: 0 }))
  // The last resort, for an end that we did not foresee.
  process.on('exit', () => session.children.forEach(killChild))

  start(session, words).catch((error: unknown) => {
    fail(error instanceof Error ? error.message : String(error))
  })
  const { words: reason, code } = await ending.promise
  session.over = true
  const output = code === 0 ? process.stdout : process.stderr
  output.write(`Stopping: ${reason}\n`)
  for (const close of session.closers) await close()
  await Promise.all(session.servings.map((serving) => serving.stop()))
  await Promise.all([...session.children].map((child) => child.stop()))
  return code
}

interface Session {
  readonly children: Set<Child>
  readonly servings: Serving[]
  readonly closers: (() => void | Promise<void>)[]
  readonly fail: (words: string) => void
  /** The errors of hosts that do not start, by title. */
  readonly broken: Map<string, string>
  over: boolean
}

async function start(session: Session, words: readonly string[]): Promise<void> {
  const began = performance.now()
  const { hosts, accelerate } = readArguments(words)
  nameForeignDatabase()
  const envFile = join(ROOT, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)

  const adopt = (child: Child): void => {
    session.children.add(child)
    void child.ended.then(() => session.children.delete(child))
    if (session.over) killChild(child)
  }
  const scratch = await makeScratch(session)
  const claimed = new Set<number>()
  const hasOwn = Boolean(process.env['DATABASE_URL'])
  const databasePort = hasOwn ? 0 : await takePort(DATABASE, claimed)
  const hooks = { root: ROOT, adopt, onCrash: session.fail, onBroken: createBrokenReport(session) }
  const database = openDatabase({ ...hooks, port: databasePort })
  await generateClient()
  const accelerated = accelerate ? openAccelerate(database.url, hooks) : database.url

  for (const host of hosts) {
    const port = await takePort(host, claimed)
    const { port: inspectorPort } = await choosePort('INSPECTOR_PORT', 9229, claimed)
    const databaseUrl = host.name === 'cloudflare' ? await accelerated : database.url
    const run = { root: ROOT, port, inspectorPort, databaseUrl, scratch }
    session.servings.push(createServing(host, run, hooks))
  }
  const migrated = database.ready.then(async (description) => {
    await migrate(database)
    return description
  })
  const starting = session.servings.map(async (serving) => {
    if (serving.host.probes) await database.ready
    await serving.start()
  })
  const [description] = await Promise.all([migrated, ...starting])
  if (session.over) return
  session.closers.push(await reloadOnChange(session, database))
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  const rows = session.servings.map(({ host, url }) => {
    const isBroken = session.broken.has(host.title)
    return [host.title, isBroken ? 'waits for the next change' : url]
  })
  if (accelerate) rows.push(['Accelerate', 'local, between the Worker and the database'])
  say(`\n${table([...rows, ['Database', description]])}`)
  say(`\n  Ready in ${seconds} s. Stop with Ctrl-C.\n`)
}

async function takePort(
  what: Pick<Host, 'title' | 'portVariable' | 'defaultPort'>,
  claimed: Set<number>,
): Promise<number> {
  const { port, wanted } = await choosePort(what.portVariable, what.defaultPort, claimed)
  if (port !== wanted) say(`Port ${wanted} is taken: ${what.title} takes ${port}`)
  return port
}

async function makeScratch(session: Session): Promise<string> {
  const folder = join(ROOT, '.gimbal')
  await mkdir(folder, { recursive: true })
  // It holds DATABASE_URL, so a run that was killed must not leave it behind for long.
  for (const name of await readdir(folder)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1]
    const isOld = name.startsWith('run-') && (pid === undefined || !isRunning(Number(pid)))
    if (isOld) await rm(join(folder, name), { recursive: true, force: true })
  }
  const scratch = await mkdtemp(join(folder, `run-${process.pid}-`))
  await chmod(scratch, 0o700)
  session.closers.push(() => rm(scratch, { recursive: true, force: true }))
  return scratch
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A database of the shell is easily forgotten, and `dev` migrates it. */
function nameForeignDatabase(): void {
  const url = process.env['DATABASE_URL']
  if (url) say(`DATABASE_URL of the environment: ${describeDatabaseUrl(url)}`)
}

/** Reports a host that does not start in one or two lines, and an error of several hosts once. */
function createBrokenReport({ broken }: Session): ServingHooks['onBroken'] {
  return ({ title }, { reason, place }) => {
    const same = [...broken].find(([other, known]) => known === reason && other !== title)?.[0]
    broken.set(title, reason)
    const words = same ? `the same error as ${same}` : reason
    say(`${title} does not start and waits for the next change: ${words}`)
    if (!same && place) say(`  at ${place}`)
  }
}

function reloadOnChange(session: Session, database: Database): Promise<() => Promise<void>> {
  let queue = Promise.resolve()
  const reload = async (files: readonly string[]): Promise<void> => {
    if (session.over) return
    if (files.some((file) => file.startsWith('prisma'))) {
      await generateClient()
      await migrate(database)
    }
    session.broken.clear()
    await Promise.all(session.servings.map((serving) => serving.reload()))
  }
  return watchSources(ROOT, (files) => {
    queue = queue.then(() => reload(files)).catch((error: unknown) => say(String(error)))
  })
}

const DATABASE = { title: 'Database', portVariable: 'DATABASE_PORT', defaultPort: 54320 }
const ROOT = join(import.meta.dirname, '../..')
