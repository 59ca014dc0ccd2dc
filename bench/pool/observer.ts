/**
 * Counts the connections at a server in a separate thread, since the clients keep their own thread
 * busy.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { Client } from 'pg'

export interface Count {
  /** The time by `Date.now()`. */
  readonly at: number
  readonly connections: number
}

const observer = new Client(workerData as string)
await observer.connect()
const counts: Count[] = []
const end = { isNear: false }
parentPort?.once('message', () => (end.isNear = true))
parentPort?.postMessage('ready')
while (!end.isNear) {
  // All client connections except the observer's own.
  const { rows } = await observer.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  counts.push({ at: Date.now(), connections: rows[0]!.count })
  await delay(50)
}
await observer.end()
parentPort?.postMessage(counts)
