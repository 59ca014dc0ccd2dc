import { expect } from 'vitest'
import type { Db } from '../src/client/node.ts'

/** Waits until `count` other connections are in this wait event, for example `PgSleep`. */
export async function waitForWaitEvent(db: Db, event: string, count = 1): Promise<void> {
  await expect
    .poll(
      () => db.$queryRaw`SELECT pid FROM pg_stat_activity
        WHERE (wait_event = ${event} OR wait_event_type = ${event}) AND pid <> pg_backend_pid()`,
      { interval: 10, timeout: 10_000 },
    )
    .toHaveLength(count)
}

/** Ends all other connections that run `pg_sleep`. */
export async function terminateSleepers(db: Db): Promise<void> {
  await db.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
    WHERE wait_event = 'PgSleep' AND pid <> pg_backend_pid()`
}
