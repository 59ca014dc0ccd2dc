import { join } from 'node:path'
import { readDatabaseUrl } from '../../prisma/src/client/database-url.ts'
import type { AccelerateReady } from './accelerate-process.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import { linePrinter } from './output.ts'

/**
 * Puts a local Accelerate in front of the database and gives its URL.
 *
 * @example
 * const url = await openAccelerate(database.url, { root, adopt, onCrash })
 */
export function openAccelerate(
  databaseUrl: string,
  options: {
    readonly root: string
    readonly adopt: (child: Child) => void
    readonly onCrash: (words: string) => void
  },
): Promise<string> {
  if (readDatabaseUrl(databaseUrl).kind === 'accelerate')
    throw new Error('--accelerate needs a postgres:// URL; DATABASE_URL goes through Accelerate')
  const child = startChild({
    command: ['--conditions=@gimbal/source', join(import.meta.dirname, 'accelerate-process.ts')],
    cwd: options.root,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    onLine: linePrinter('Accelerate'),
  })
  options.adopt(child)
  void child.ended.then((words) => options.onCrash(`Accelerate ended (${words})`))
  return new Promise((settle) => {
    child.process.once('message', (message) => settle((message as AccelerateReady).url))
  })
}
