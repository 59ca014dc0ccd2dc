import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api, Person } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'

export function describeDatabaseDown(api: () => Api): void {
  describe('while the database is down', () => {
    let person: Person
    beforeAll(async () => {
      person = await api().person()
      await api().postgres.kill()
    })
    afterAll(() => api().postgres.restart(), 30_000)

    test.for([
      'GET /users/me',
      'GET /users/1',
      'GET /users',
      'GET /sessions',
      'PATCH /users/me',
      'DELETE /users/me',
      'DELETE /sessions/current',
    ])('%s responds with 503 and retry-after', async (target) => {
      const { token } = person
      const body = target.startsWith('PATCH') ? { name: 'X' } : undefined
      await expectUnavailable(() => api().send(target, { token, body }))
    })

    test('registration and sign-in respond with 503', async () => {
      await expectUnavailable(() => api().send('POST /users', { body: api().account() }))
      const { email, password } = person
      await expectUnavailable(() => api().send('POST /sessions', { body: { email, password } }))
    })

    test('readiness responds with 503, liveness with 200', async () => {
      // A good result is cached for a second.
      await new Promise((resolve) => setTimeout(resolve, 1_100))
      await expectUnavailable(() => api().send('GET /health/ready'))
      expect((await api().send('GET /health/live')).status).toBe(200)
    })

    test('requests that need no database get their usual response', async () => {
      expectProblem(await api().send('GET /users/me'), 401, 'unauthorized')
      const headers = { authorization: 'Bearer broken' }
      expectProblem(await api().send('GET /users/me', { headers }), 401, 'invalid_token')
      expect((await api().send('POST /users', { body: {} })).status).toBe(422)
    })
  })

  test('serves again as soon as the database is back', async () => {
    const { token } = await api().person()
    const deadline = Date.now() + 3_000
    let status = 0
    while (status !== 200 && Date.now() < deadline) {
      status = (await api().send('GET /users/me', { token })).status
      if (status !== 200) expect(status).toBe(503)
    }
    expect(status).toBe(200)
  })
}

async function expectUnavailable(ask: () => ReturnType<Api['send']>): Promise<void> {
  const start = performance.now()
  const reply = await ask()
  expectProblem(reply, 503, 'unavailable')
  const seconds = Number(reply.headers['retry-after'])
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(30)
  expect(performance.now() - start).toBeLessThan(5_000)
}
