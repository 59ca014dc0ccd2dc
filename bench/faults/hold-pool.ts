import { Client } from 'pg'
import { setTimeout as delay } from 'node:timers/promises'
import type { FaultApi } from './api.ts'
import { type Answer, ask } from './ask.ts'

/**
 * Keeps so many connections of the API busy: a read on each, which waits for a table that somebody
 * has locked. What it gives back lets them go and tells how those reads were answered.
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
    // A transaction sees the same activity all the while, unless it asks for a new look.
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
