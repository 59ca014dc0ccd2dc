import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { type FaultApi, withApi } from './api.ts'
import { type Answer, ask, isProper, isSuccess, quantile } from './ask.ts'
import { holdPool } from './hold-pool.ts'
import { countUnexplained } from './unexplained.ts'

export interface Requests {
  readonly requests: number
}

/** All five connections of the pool are busy when many clients send requests at the same moment. */
export async function exhaustPool({ requests }: Requests) {
  return withApi({ poolSize: 5 }, async (api) => {
    // Warms up sockets and code, so that only the wait is measured.
    for (let round = 0; round < 4; round++) {
      await Promise.all(Array.from({ length: requests }, () => askMe(api)))
    }
    const release = await holdPool(api, 5)
    const alive: Answer[] = []
    const isOver = { value: false }
    const probing = probeLiveness(api, alive, isOver)
    const answers = await Promise.all(Array.from({ length: requests }, () => askMe(api)))
    isOver.value = true
    await probing
    const held = await release()
    return {
      requests,
      ...summary(answers),
      unexplained: countUnexplained(api, answers),
      liveProbes: alive.length,
      liveFailures: alive.filter((answer) => !isSuccess(answer)).length,
      liveP99Ms: quantile(
        alive.map(({ milliseconds }) => milliseconds),
        0.99,
      ),
      heldFailures: held.filter((answer) => !isSuccess(answer)).length,
      normalAfterMs: await untilNormal(api),
      exits: api.isRunning() ? 0 : 1,
    }
  })
}

/** Another client takes every connection of the server, and later releases them. */
export async function takeAllConnections({ requests }: Requests) {
  return withApi({ settings: { max_connections: '10' } }, async (api) => {
    const others = Array.from({ length: 10 }, () => new Client(api.postgres.url))
    for (const other of others) await other.connect()
    const answers = await Promise.all(Array.from({ length: requests }, () => askMe(api)))
    await Promise.all(others.map((other) => other.end()))
    return {
      requests,
      ...summary(answers),
      unexplained: countUnexplained(api, answers),
      normalAfterMs: await untilNormal(api),
      exits: api.isRunning() ? 0 : 1,
    }
  })
}

function summary(answers: readonly Answer[]) {
  return {
    unavailable: answers.filter((answer) => answer.status === 503 && isProper(answer)).length,
    slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
  }
}

function askMe(api: FaultApi): Promise<Answer> {
  return ask(`${api.url}/users/me`, { token: api.accounts[0]!.token })
}

async function probeLiveness(
  api: FaultApi,
  answers: Answer[],
  isOver: { readonly value: boolean },
): Promise<void> {
  while (!isOver.value) {
    answers.push(await ask(`${api.url}/health/live`))
    await delay(5)
  }
}

/** The time to the first success, in milliseconds; at most five seconds. */
async function untilNormal(api: FaultApi): Promise<number> {
  const start = performance.now()
  let answer = await askMe(api)
  while (!isSuccess(answer) && answer.at - start < 5_000) answer = await askMe(api)
  return answer.at - start
}
