import { Client } from 'pg'
import { setTimeout as delay } from 'node:timers/promises'
import type { FaultApi } from './api.ts'
import { type Answer, ask } from './ask.ts'

/**
 * Keeps a number of the API's connections busy: each has a read that waits for a locked table. The
 * returned function releases them and returns the responses to those reads.
 *
 * @example
 * const release = await holdPool(api, 5)
 * await release()
 */
export async function holdPool(
  api: FaultApi,
  connections: number,
): Promise<() => Promise<readonly Answer[]>> {
  const other = new Client(api.postgres.url)
  await other.connect()
  await other.query('BEGIN; LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE')
  const { token } = api.accounts[0]!
  const held = Array.from({ length: connections }, () => ask(`${api.url}/users/me`, { token }))
  for (let waiting = 0; waiting < connections; await delay(10)) {
    // Within a transaction the activity does not change unless its snapshot is cleared.
    await other.query('SELECT pg_stat_clear_snapshot()')
    waiting = (await other.query(WAITING)).rows.length
  }
  return async () => {
    await other.end()
    return Promise.all(held)
  }
}

const WAITING = `SELECT pid FROM pg_stat_activity
  WHERE application_name = 'gimbal' AND wait_event_type = 'Lock'`
