import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { generateClient } from '../../prisma/src/generate.ts'
import { killChild } from './child.ts'
import type { Child } from './child.ts'
import { migrate, openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { HOSTS } from './hosts.ts'
import type { Host } from './hosts.ts'
import { say, table } from './output.ts'
import { choosePort } from './ports.ts'
import { createServing } from './serving.ts'
import type { Serving } from './serving.ts'
import { onEnding } from './signals.ts'
import { watchSources } from './watch.ts'

/**
 * Runs the database and the hosts that are named, or all, until told to stop or until one of them
 * ends; then ends the others, and gives the exit code.
 *
 * @example
 * process.exit(await runDev(['express']))
 */
export async function runDev(names: readonly string[]): Promise<number> {
  const ending = Promise.withResolvers<{ words: string; code: number }>()
  const fail = (words: string): void => ending.resolve({ words, code: 1 })
  const session: Session = { children: new Set(), servings: [], closers: [], fail, over: false }
  onEnding((words) => ending.resolve({ words, code: 0 }))
  // The last resort, for an end that we did not foresee.
  process.on('exit', () => session.children.forEach(killChild))

  start(session, names).catch((error: unknown) => {
    fail(error instanceof Error ? error.message : String(error))
  })
  const { words, code } = await ending.promise
  session.over = true
  say(`Stopping: ${words}`)
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

async function start(session: Session, names: readonly string[]): Promise<void> {
  const began = performance.now()
  const hosts = chooseHosts(names)
  const envFile = join(ROOT, '.env')
  if (existsSync(envFile)) process.loadEnvFile(envFile)

  const adopt = (child: Child): void => {
    session.children.add(child)
    void child.ended.then(() => session.children.delete(child))
    if (session.over) killChild(child)
  }
  const scratch = await makeScratch(session)
  const claimed = new Set<number>()
  const { port } = await choosePort('DATABASE_PORT', 54320, claimed)
  const opening = openDatabase({ root: ROOT, port, adopt, onCrash: session.fail })
  const [database] = await Promise.all([opening, generateClient()])
  await migrate(database)

  for (const host of hosts) {
    const { port, wanted } = await choosePort(host.portVariable, host.defaultPort, claimed)
    if (port !== wanted) say(`Port ${wanted} is taken: ${host.title} takes ${port}`)
    const { port: inspectorPort } = await choosePort('INSPECTOR_PORT', 9229, claimed)
    const run = { root: ROOT, port, inspectorPort, databaseUrl: database.url, scratch }
    session.servings.push(createServing(host, run, { adopt, onCrash: session.fail }))
  }
  await Promise.all(session.servings.map((serving) => serving.start()))
  if (session.over) return
  session.closers.push(reloadOnChange(session, database))
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  say(`\n${summary(session.servings, database)}\n\n  Ready in ${seconds} s. Stop with Ctrl-C.\n`)
}

function chooseHosts(names: readonly string[]): readonly Host[] {
  const unknown = names.find((name) => !HOSTS.some((host) => host.name === name))
  const known = HOSTS.map((host) => host.name).join(', ')
  if (unknown !== undefined) throw new Error(`There is no host ${unknown}; there are ${known}`)
  return HOSTS.filter((host) => names.length === 0 || names.includes(host.name))
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

function summary(servings: readonly Serving[], database: Database): string {
  const rows = servings.map(({ host, url }) => [host.title, url])
  return table([...rows, ['Database', database.description]])
}

const ROOT = join(import.meta.dirname, '../..')
