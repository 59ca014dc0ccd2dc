import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { withApi } from './api.ts'
import { type Answer, isProper, isSuccess } from './ask.ts'
import { countLost, startLoad } from './load.ts'
import { countUnexplained } from './unexplained.ts'

interface KillOptions {
  /** Requests a second, one in four of them a write. */
  readonly rate: number
  readonly downSeconds: number
}

/**
 * Kills the server under load, as a crash would, and starts it again. A "proper" response is a
 * 2xx, or
 * a 503 with Retry-After.
 */
export async function killAndRestart({ rate, downSeconds }: KillOptions) {
  return withApi({ accounts: (rate / 4) * (downSeconds + 12) }, async (api) => {
    const load = startLoad(api, rate)
    await delay(1_000)
    await api.postgres.kill()
    await delay(downSeconds * 1000)
    await api.postgres.restart()
    const accepting = performance.now()
    await delay(2_000)
    const { reads, writes } = await load.stop()
    const answers = [...reads, ...writes]
    const later = answers.filter((answer) => isSuccess(answer) && answer.at > accepting)
    return {
      requests: answers.length,
      improper: count(answers, (answer) => !isProper(answer)),
      unavailable: count(answers, ({ status }) => status === 503),
      unexplained: countUnexplained(api, answers),
      slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
      firstSuccessMs: Math.min(...later.map(({ at }) => at)) - accepting,
      acknowledged: count(writes, isSuccess),
      lost: await countLost(api, writes),
      exits: api.isRunning() ? 0 : 1,
    }
  })
}

interface TerminateOptions {
  /** Requests a second, one in four of them a write. */
  readonly rate: number
  readonly seconds: number
}

/** Terminates every connection of the API every two seconds, under load. */
export async function terminateBackends({ rate, seconds }: TerminateOptions) {
  return withApi({ accounts: (rate / 4) * (seconds + 4) }, async (api) => {
    const other = new Client(api.postgres.url)
    await other.connect()
    const load = startLoad(api, rate)
    let terminated = 0
    for (let passed = 0; passed < seconds; passed += 2) {
      await delay(2_000)
      terminated += (await other.query(TERMINATE)).rows.length
    }
    await delay(500)
    const { reads, writes } = await load.stop()
    await other.end()
    const answers = [...reads, ...writes]
    return {
      terminated,
      reads: reads.length,
      failedReads: count(reads, (answer) => !isSuccess(answer)),
      writes: writes.length,
      failedWrites: count(writes, (answer) => !isSuccess(answer)),
      improper: count(answers, (answer) => !isProper(answer)),
      unexplained: countUnexplained(api, answers),
      lost: await countLost(api, writes),
      exits: api.isRunning() ? 0 : 1,
    }
  })
}

function count(answers: readonly Answer[], isOne: (answer: Answer) => boolean): number {
  return answers.filter(isOne).length
}

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'gimbal' AND pid <> pg_backend_pid()`
