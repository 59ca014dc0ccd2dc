/** Counts the connections at a server, on a thread of its own: the crowd leaves no time on theirs. */
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { Client } from 'pg'

export interface Count {
  /** By `Date.now()`. */
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
  // All of clients but the one that looks.
  const { rows } = await observer.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  )
  counts.push({ at: Date.now(), connections: rows[0]!.count })
  await delay(50)
}
await observer.end()
parentPort?.postMessage(counts)
