import { join, relative, resolve } from 'node:path'
import { embeddedUrl } from '../../prisma/src/development/embedded-location.ts'
import { describeDatabaseUrl, readDatabaseUrl } from '../../prisma/src/client/database-url.ts'
import { describeError } from '../../prisma/src/errors/describe-error.ts'
import { applyMigrations } from '../../prisma/src/migration/migrate.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import type { DatabaseReady } from './database-process.ts'
import { linePrinter, say } from './output.ts'

export interface Database {
  readonly url: string
  /**
   * Resolves when it takes queries, with its name for the table: without user and password.
   */
  readonly ready: Promise<string>
}

/**
 * Uses the database of DATABASE_URL, or starts the embedded one on the port.
 *
 * @example
 * const { url, ready } = openDatabase({ root, port: 54320, adopt, onCrash: console.error })
 */
export function openDatabase(options: {
  readonly root: string
  readonly port: number
  readonly adopt: (child: Child) => void
  readonly onCrash: (words: string) => void
}): Database {
  const { root, port, adopt, onCrash } = options
  if (process.env['DATABASE_URL']) {
    const { url } = readDatabaseUrl(process.env['DATABASE_URL'])
    return { url, ready: Promise.resolve(describeDatabaseUrl(url)) }
  }
  const folder = resolve(root, process.env['DATABASE_FOLDER'] || '.gimbal/database')
  const script = join(import.meta.dirname, 'database-process.ts')
  const child = startChild({
    command: ['--disable-warning=ExperimentalWarning', script, folder, String(port)],
    cwd: root,
    env: process.env,
    onLine: linePrinter('Database'),
  })
  adopt(child)
  void child.ended.then((words) => onCrash(`The database ended (${words})`))
  const url = embeddedUrl(port)
  return {
    url,
    // Never resolves when the database ends first; `onCrash` has told of that.
    ready: new Promise((settle) => {
      child.process.once('message', (message) => {
        const { folder } = message as DatabaseReady
        settle(`${url} (embedded, data in ${relative(root, folder)})`)
      })
    }),
  }
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
    const reason = describeError(error, `the database ${describeDatabaseUrl(url)}`)
    throw new Error(`The migrations could not be applied: ${reason}`, { cause: error })
  }
}
