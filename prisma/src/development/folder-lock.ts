import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Takes a data folder for this process, and gives what hands it back; nothing where another process
 * has it. It is a lock of the operating system, which goes with the process, however that ends.
 *
 * @example
 * const unlock = lockFolder('.gimbal/database')
 * if (!unlock) throw new Error('in use')
 */
export function lockFolder(folder: string): (() => void) | undefined {
  mkdirSync(dirname(folder), { recursive: true })
  const holder = new DatabaseSync(`${folder}.lock`)
  try {
    holder.exec('BEGIN EXCLUSIVE')
  } catch {
    holder.close()
    return undefined
  }
  // Kept referenced: a lock that is collected is released.
  held.add(holder)
  return () => {
    held.delete(holder)
    holder.close()
  }
}

const held = new Set<DatabaseSync>()
