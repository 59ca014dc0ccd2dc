import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
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
import type { Serving } from './serving.ts'
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
  const session: Session = { children: new Set(), servings: [], closers: [], fail, over: false }
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
  over: boolean
}

async function start(session: Session, words: readonly string[]): Promise<void> {
  const began = performance.now()
  const { hosts, accelerate } = readArguments(words)
  const envFile = join(ROOT, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)

  const adopt = (child: Child): void => {
    session.children.add(child)
    void child.ended.then(() => session.children.delete(child))
    if (session.over) killChild(child)
  }
  const scratch = await makeScratch(session)
  const claimed = new Set<number>()
  const databasePort = await takePort(DATABASE, claimed)
  const hooks = { root: ROOT, adopt, onCrash: session.fail }
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
  session.closers.push(reloadOnChange(session, database))
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  const rows = session.servings.map(({ host, url }) => [host.title, url])
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
  await mkdir(join(ROOT, '.gimbal'), { recursive: true })
  const scratch = await mkdtemp(join(ROOT, '.gimbal/run-'))
  session.closers.push(() => rm(scratch, { recursive: true, force: true }))
  return scratch
}

function reloadOnChange(session: Session, database: Database): () => void {
  let queue = Promise.resolve()
  const reload = async (files: readonly string[]): Promise<void> => {
    if (session.over) return
    if (files.some((file) => file.startsWith('prisma'))) {
      await generateClient()
      await migrate(database)
    }
    const restarting = session.servings.filter((serving) => serving.host.restarts)
    await Promise.all(restarting.map((serving) => serving.restart()))
  }
  return watchSources(ROOT, (files) => {
    queue = queue.then(() => reload(files)).catch((error: unknown) => say(String(error)))
  })
}

const DATABASE = { title: 'Database', portVariable: 'DATABASE_PORT', defaultPort: 54320 }
const ROOT = join(import.meta.dirname, '../..')
