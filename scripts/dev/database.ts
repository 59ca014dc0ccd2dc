import { join, relative } from 'node:path'
import { readDatabaseUrl } from '../../prisma/src/database-url.ts'
import { applyMigrations } from '../../prisma/src/migrate.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import type { DatabaseReady } from './database-process.ts'
import { linePrinter, say } from './output.ts'

export interface Database {
  readonly url: string
  /** What the table says of it; a URL from the environment is never printed. */
  readonly description: string
}

/**
 * Uses the database of DATABASE_URL, or starts the embedded one on the port.
 *
 * @example
 * const { url } = await openDatabase({ root, port: 54320, adopt, onCrash: console.error })
 */
export async function openDatabase(options: {
  readonly root: string
  readonly port: number
  readonly adopt: (child: Child) => void
  readonly onCrash: (words: string) => void
}): Promise<Database> {
  const { root, port, adopt, onCrash } = options
  if (process.env['DATABASE_URL']) {
    const { url } = readDatabaseUrl(process.env['DATABASE_URL'])
    return { url, description: 'the one that DATABASE_URL names' }
  }
  const script = join(import.meta.dirname, 'database-process.ts')
  const child = startChild({
    command: ['--disable-warning=ExperimentalWarning', script, join(root, '.gimbal'), String(port)],
    cwd: root,
    env: process.env,
    onLine: linePrinter('Database'),
  })
  adopt(child)
  void child.ended.then((words) => onCrash(`The database ended (${words})`))
  const { url, folder } = await ready(child)
  return { url, description: `${url} (embedded, data in ${relative(root, folder)})` }
}

/**
 * Brings the database up to the migrations in the repository, and names what was applied.
 *
 * @example
 * await migrate(database)
 */
export async function migrate({ url }: Database): Promise<void> {
  if (readDatabaseUrl(url).kind === 'accelerate') {
    say('Migrations are left alone: DATABASE_URL goes through Accelerate, which cannot run them')
    return
  }
  for (const name of await migrations(url)) say(`Applied migration ${name}`)
}

async function migrations(url: string): Promise<string[]> {
  try {
    return await applyMigrations(url)
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new Error(`The migrations could not be applied: ${reason ?? 'unknown'}`, { cause: error })
  }
}

/** Never resolves when the database ends first; `onCrash` has told of that. */
function ready(child: Child): Promise<DatabaseReady> {
  return new Promise((resolve) => {
    child.process.once('message', (message) => resolve(message as DatabaseReady))
  })
}
