import { existsSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { waitFor } from '@gimbal/core/adapter'
import { DatabaseUrlError, describeDatabaseUrl, readDatabaseUrl } from '../client/database-url.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import { embeddedPortFile, embeddedUrl } from './embedded-location.ts'
import { lockFolder } from './folder-lock.ts'

export interface OpenDatabase {
  readonly url: string
  /** The name of the database in messages. It contains no user and no password. */
  readonly title: string
  readonly close: () => Promise<void>
}

/**
 * Opens the database that a command works on: the one of DATABASE_URL, or the embedded one. If
 * another process has the embedded database open, the command connects to that process.
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
    return { url, title: `the database ${describeDatabaseUrl(url)}`, close: async () => undefined }
  }
  const folder = resolve(root, env['DATABASE_FOLDER'] || '.gimbal/database')
  const relativeFolder = relative(root, folder)
  const shownFolder = relativeFolder.startsWith('..') ? folder : relativeFolder
  // Two processes that write to one data folder would destroy it.
  const unlock = lockFolder(folder)
  if (!unlock) return connectToOwner(folder, shownFolder)
  const { url, stop } = await startEmbeddedDatabase({ folder, port: 0 })
  const close = (): Promise<void> => stop().finally(unlock)
  return { url, title: `the embedded database in ${shownFolder}`, close }
}

async function connectToOwner(folder: string, shownFolder: string): Promise<OpenDatabase> {
  const file = embeddedPortFile(folder)
  // The file is empty for a moment between its creation and its first write.
  let port = 0
  const hasPort = (): boolean => {
    port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    return port > 0
  }
  if (!(await waitFor(hasPort, START_TIMEOUT_MS)))
    throw new Error(
      `Another process has ${shownFolder} open and does not say at which port: end it, or set DATABASE_FOLDER`,
    )
  const title = `the embedded database in ${shownFolder}, which another process has open`
  return { url: embeddedUrl(port), title, close: async () => undefined }
}

const START_TIMEOUT_MS = 20_000
const NO_ACCELERATE =
  'DATABASE_URL goes through Accelerate, which runs no migrations: set it to the direct postgres://… URL for this command'
