import { startEmbeddedDatabase } from '../../prisma/src/development/embedded-database.ts'
import { lockFolder } from '../../prisma/src/development/folder-lock.ts'

/** What this process tells the supervisor when it is ready. */
export interface DatabaseReady {
  readonly folder: string
}

const [wanted = '', port = '0'] = process.argv.slice(2)
const folder = freeFolder(wanted)
const database = await startEmbeddedDatabase({ folder, port: Number(port) })
process.once('SIGTERM', () => void database.stop().finally(() => process.exit(0)))
process.send?.({ folder } satisfies DatabaseReady)

/** Two processes on one data folder would destroy it, so a second `dev` gets a folder of its own. */
function freeFolder(wanted: string): string {
  for (let number = 1; number < 100; number++) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`
    if (lockFolder(folder)) return folder
  }
  throw new Error(`Every data folder from ${wanted} on is in use`)
}
