import { setTimeout as delay } from 'node:timers/promises'
import type { FaultApi } from './api.ts'
import { isProper, isSuccess } from './ask.ts'
import { countLost, startLoad } from './load.ts'
import { withApi } from './run-with-api.ts'

interface KillOptions {
  /** Requests a second. */
  readonly rate: number
  readonly downSeconds: number
}

/**
 * Kills the server under load as a crash would, and starts it again. "Proper" is a 2xx, or a 503
 * with Retry-After.
 */
export async function killAndRestart({ rate, downSeconds }: KillOptions) {
  return withApi({ accounts: (rate / 4) * (downSeconds + 12) }, async (api) => {
    const load = startLoad(api, rate)
    await delay(2_000)
    await api.postgres.kill()
    await delay(downSeconds * 1000)
    await api.postgres.restart()
    const accepting = performance.now()
    await delay(3_000)
    const { reads, writes } = await load.stop()
    const answers = [...reads, ...writes]
    const later = answers.filter((answer) => isSuccess(answer) && answer.at > accepting)
    return {
      requests: answers.length,
      improper: answers.filter((answer) => !isProper(answer)).length,
      unavailable: answers.filter(({ status }) => status === 503).length,
      slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
      firstSuccessMs: Math.min(...later.map(({ at }) => at)) - accepting,
      acknowledged: writes.filter(isSuccess).length,
      lost: await countLost(api, writes),
    }
  })
}

interface TerminateOptions {
  /** Requests a second. */
  readonly rate: number
  readonly seconds: number
}

/** Terminates every connection of the API every two seconds, under load. */
export async function terminateBackends({ rate, seconds }: TerminateOptions) {
  return withApi({ accounts: (rate / 4) * (seconds + 4) }, async (api) => {
    const load = startLoad(api, rate)
    let terminated = 0
    for (let passed = 0; passed < seconds; passed += 2) {
      await delay(2_000)
      terminated += await terminate(api)
    }
    await delay(500)
    const { reads, writes } = await load.stop()
    return {
      terminated,
      reads: reads.length,
      failedReads: reads.filter((answer) => !isSuccess(answer)).length,
      writes: writes.length,
      failedWrites: writes.filter((answer) => !isSuccess(answer)).length,
      improper: [...reads, ...writes].filter((answer) => !isProper(answer)).length,
      lost: await countLost(api, writes),
    }
  })
}

/** Ends the connections of the API; the one that asks for it goes with them. */
async function terminate({ db }: FaultApi): Promise<number> {
  const rows = await db.$queryRaw<unknown[]>`SELECT pg_terminate_backend(pid)::text
    FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`
  return rows.length
}
