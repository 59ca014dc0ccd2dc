import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'

export function describeHealth(api: () => Api): void {
  test.for([
    ['GET /health/live', '{"status":"ok"}'],
    ['GET /health/ready', '{"status":"ready"}'],
  ] as const)('%s responds with 200', async ([target, body]) => {
    const { status, text, headers } = await api().send(target)
    expect([status, text, headers['cache-control']]).toEqual([200, body, 'no-store'])
  })

  describe('every response', () => {
    test.for([
      ['OPTIONS /users', 204],
      ['OPTIONS /users/me', 204],
      ['HEAD /health/live', 200],
      ['HEAD /users/me', 401],
      ['PUT /users/me', 405],
      ['PURGE /users', 501],
      ['GET /nowhere', 404],
      ['GET /users/%zz', 400],
    ] as const)('%s, %i, is kept out of caches', async ([target, expected]) => {
      const { status, headers } = await api().send(target)
      expect([status, headers['cache-control']]).toEqual([expected, 'no-store'])
    })

    test('a 405 lists the methods of a path', async () => {
      const reply = await api().send('PUT /users/me', { body: {} })
      expectProblem(reply, 405, 'method_not_allowed')
      expect(reply.headers.allow?.split(', ').sort()).toEqual([
        'DELETE',
        'GET',
        'HEAD',
        'OPTIONS',
        'PATCH',
      ])
    })
  })
}
