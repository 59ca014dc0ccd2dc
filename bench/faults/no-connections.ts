import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { FaultApi } from './api.ts'
import { type Answer, ask, isProper, isSuccess, quantile } from './ask.ts'
import { withApi } from './run-with-api.ts'

export interface Requests {
  readonly requests: number
}

/** All five connections of the pool are busy for three seconds, and many clients come. */
export async function exhaustPool({ requests }: Requests) {
  return withApi({ pool: { max: 5 } }, async (api) => {
    // The client has its sockets and the server its code ready: what is timed is the wait.
    await Promise.all(Array.from({ length: requests }, () => ask(`${api.url}/health/live`)))
    const held = hold(api, { connections: 5, seconds: 3 })
    await delay(300)
    const alive: Answer[] = []
    const isOver = { value: false }
    const probing = probeLiveness(api, alive, isOver)
    const answers = await Promise.all(
      // One each two milliseconds: the server shares its process with all these clients.
      Array.from({ length: requests }, (_, index) => delay(index * 2).then(() => askMe(api))),
    )
    isOver.value = true
    await probing
    await held
    return {
      requests,
      unavailable: answers.filter((answer) => answer.status === 503 && isProper(answer)).length,
      slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
      liveFailures: alive.filter((answer) => !isSuccess(answer)).length,
      liveP99Ms: quantile(
        alive.map(({ milliseconds }) => milliseconds),
        0.99,
      ),
      normalAfterMs: await untilNormal(api),
    }
  })
}

/** Some other client has taken every connection of the server; then it gives them back. */
export async function takeAllConnections({ requests }: Requests) {
  return withApi({ settings: { max_connections: '10' } }, async (api) => {
    const others = Array.from({ length: 10 }, () => new Client(api.postgres.url))
    for (const other of others) await other.connect()
    const answers = await Promise.all(Array.from({ length: requests }, () => askMe(api)))
    await Promise.all(others.map((other) => other.end()))
    return {
      requests,
      unavailable: answers.filter((answer) => answer.status === 503 && isProper(answer)).length,
      slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
      normalAfterMs: await untilNormal(api),
    }
  })
}

/** The only connection is busy while requests come that are refused for what they are. */
export async function refuseWithoutConnection() {
  return withApi({ pool: { max: 1 } }, async (api) => {
    const held = hold(api, { connections: 1, seconds: 2 })
    await delay(300)
    // The code's first run is not what is timed.
    for (const { path, init } of refusals) await ask(api.url + path, init)
    const rows: { name: string; status: number; expected: number; milliseconds: number }[] = []
    for (const { name, expected, path, init } of refusals) {
      const { status, milliseconds } = await ask(api.url + path, init)
      rows.push({ name, status, expected, milliseconds })
    }
    await held
    return rows
  })
}

interface Refusal {
  readonly name: string
  readonly expected: number
  readonly path: string
  readonly init: RequestInit
}

const json = { 'content-type': 'application/json' }
const refusals: readonly Refusal[] = [
  { name: 'no token', expected: 401, path: '/users/me', init: {} },
  {
    name: 'malformed token',
    expected: 401,
    path: '/users/me',
    init: { headers: { authorization: 'Bearer short' } },
  },
  { name: 'no such path', expected: 404, path: '/nowhere', init: {} },
  { name: 'method', expected: 405, path: '/users', init: { method: 'PUT' } },
  {
    name: 'media type',
    expected: 415,
    path: '/users',
    init: { method: 'POST', body: 'a', headers: { 'content-type': 'text/plain' } },
  },
  {
    name: 'too long a body',
    expected: 413,
    path: '/users',
    init: { method: 'POST', body: ' '.repeat(1_100_000), headers: json },
  },
  {
    name: 'not JSON',
    expected: 400,
    path: '/users',
    init: { method: 'POST', body: '{', headers: json },
  },
  {
    name: 'not what the schema asks for',
    expected: 422,
    path: '/users',
    init: { method: 'POST', body: '{}', headers: json },
  },
  { name: 'OPTIONS', expected: 204, path: '/users', init: { method: 'OPTIONS' } },
]

async function hold(
  { db }: FaultApi,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<void> {
  const sleep = () => db.$queryRaw`SELECT pg_sleep(${seconds}::float8)::text`
  await Promise.all(Array.from({ length: connections }, sleep))
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
    await delay(10)
  }
}

/** How long it takes to the first success, in milliseconds; at most five seconds. */
async function untilNormal(api: FaultApi): Promise<number> {
  const start = performance.now()
  let answer = await askMe(api)
  while (!isSuccess(answer) && answer.at - start < 5_000) answer = await askMe(api)
  return answer.at - start
}
