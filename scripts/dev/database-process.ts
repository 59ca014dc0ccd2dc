import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { startEmbeddedDatabase } from '../../prisma/src/embedded.ts'

/** What this process tells the supervisor when it is ready. */
export interface DatabaseReady {
  readonly folder: string
}

// Kept referenced: a lock that is collected is released.
const locks: DatabaseSync[] = []

const [wanted = '', port = '0'] = process.argv.slice(2)
mkdirSync(dirname(wanted), { recursive: true })
const folder = lockFolder(wanted)
const database = await startEmbeddedDatabase({ folder, port: Number(port) })
process.once('SIGTERM', () => void database.stop().finally(() => process.exit(0)))
process.send?.({ folder } satisfies DatabaseReady)

/** Two processes on one data folder would destroy it, so a second `dev` gets a folder of its own. */
function lockFolder(wanted: string): string {
  for (let number = 1; number < 100; number++) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`
    if (lock(`${folder}.lock`)) return folder
  }
  throw new Error(`Every data folder from ${wanted} on is in use`)
}

/** A lock of the operating system, which goes with the process, however that ends. */
function lock(file: string): boolean {
  const holder = new DatabaseSync(file)
  try {
    holder.exec('BEGIN EXCLUSIVE')
    locks.push(holder)
    return true
  } catch {
    holder.close()
    return false
  }
}
