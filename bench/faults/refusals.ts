import { withApi } from './api.ts'
import { ask } from './ask.ts'
import { holdPool } from './hold-pool.ts'

export interface Refusal {
  readonly name: string
  readonly status: number
  readonly expected: number
  readonly milliseconds: number
}

/** Sends invalid requests while the only connection is busy. */
export async function refuseWithoutConnection(): Promise<readonly Refusal[]> {
  return withApi({ poolSize: 1 }, async (api) => {
    // Warms up the code before the measurement.
    for (const { path, init } of requests) await ask(api.url + path, init)
    const release = await holdPool(api, 1)
    const refusals: Refusal[] = []
    for (const { name, expected, path, init } of requests) {
      const { status, milliseconds } = await ask(api.url + path, init)
      refusals.push({ name, status, expected, milliseconds })
    }
    await release()
    return refusals
  })
}

const json = { 'content-type': 'application/json' }
const requests: readonly {
  readonly name: string
  readonly expected: number
  readonly path: string
  readonly init: RequestInit
}[] = [
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
