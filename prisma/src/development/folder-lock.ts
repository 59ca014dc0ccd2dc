import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Locks a data folder for this process and returns the function that unlocks it, or `undefined` if
 * another process has the lock.
 *
 * SQLite takes a file lock of the operating system, which ends with the process, also after
 * `kill -9`. The package `proper-lockfile` does not do the job: it marks a lock with a folder and a
 * timestamp, so after `kill -9` the folder stays locked until the timestamp is some seconds old, and
 * a process that is suspended for that time loses its lock. test/folder-lock.test.ts checks that.
 *
 * @example
 * const unlock = lockFolder('.gimbal/database')
 * if (!unlock) throw new Error('in use')
 */
export function lockFolder(folder: string): (() => void) | undefined {
  mkdirSync(dirname(folder), { recursive: true })
  const lock = new DatabaseSync(`${folder}.lock`)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch {
    lock.close()
    return undefined
  }
  heldLocks.add(lock)
  return () => {
    heldLocks.delete(lock)
    lock.close()
  }
}

// A lock that is garbage-collected is released.
const heldLocks = new Set<DatabaseSync>()
