import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseUrlError, readDatabaseUrl } from '../client/database-url.ts'
import { startEmbeddedDatabase } from './embedded.ts'
import { embeddedPortFile, embeddedUrl } from './embedded-url.ts'
import { lockFolder } from './folder-lock.ts'

export interface OpenDatabase {
  readonly url: string
  /** What to call it on the screen; never a part of DATABASE_URL. */
  readonly title: string
  readonly close: () => Promise<void>
}

/**
 * Opens the database that a command works on: that of DATABASE_URL, or the embedded one, started
 * here or joined where another process has its folder open.
 *
 * @example
 * const { url, close } = await openDatabase({ root: process.cwd(), env: process.env })
 */
export async function openDatabase(options: {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
}): Promise<OpenDatabase> {
  const { root, env } = options
  if (env['DATABASE_URL']) {
    const { kind, url } = readDatabaseUrl(env['DATABASE_URL'])
    if (kind === 'accelerate') throw new DatabaseUrlError(NO_ACCELERATE)
    return { url, title: 'the database of DATABASE_URL', close: async () => undefined }
  }
  const folder = resolve(root, env['DATABASE_FOLDER'] || '.gimbal/database')
  const inside = relative(root, folder)
  const place = inside.startsWith('..') ? folder : inside
  const unlock = lockFolder(folder)
  if (!unlock) return join(folder, place)
  const { url, stop } = await startEmbeddedDatabase({ folder, port: 0 })
  const close = (): Promise<void> => stop().finally(unlock)
  return { url, title: `the embedded database in ${place}`, close }
}

/** Two processes on one data folder would destroy it, so the second asks the first. */
async function join(folder: string, place: string): Promise<OpenDatabase> {
  const file = embeddedPortFile(folder)
  for (let waited = 0; waited < PATIENCE; waited += 100) {
    // Empty for the moment between its making and its writing.
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (port > 0) {
      const title = `the embedded database in ${place}, which another process has open`
      return { url: embeddedUrl(port), title, close: async () => undefined }
    }
    await delay(100)
  }
  throw new Error(
    `Another process has ${place} open and does not say at which port: end it, or set DATABASE_FOLDER`,
  )
}

const PATIENCE = 20_000
const NO_ACCELERATE =
  'DATABASE_URL goes through Accelerate, which runs no migrations: set it to the direct postgres://… URL for this command'
