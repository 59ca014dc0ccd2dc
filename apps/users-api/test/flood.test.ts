import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, startApi } from './api.ts'
import { expectProblem } from './expect-problem.ts'
import { startNode } from './start-node.ts'

const SIGN_INS = 200
/** Running plus waiting requests. */
const PLACES = 2 + 16

let api: Api
beforeAll(async () => {
  api = await startApi(startNode)
}, 60_000)
afterAll(() => api.stop())

test('200 simultaneous sign-ins: 18 get a place, the rest get 503, and liveness stays fast', async () => {
  const { email, password } = await api.person()
  const body = { email, password }
  // Running sign-ins wait for the table, so no place is released before all have come.
  const unlock = await lockUsers()
  let answered = 0
  const flood = Array.from({ length: SIGN_INS }, async () => {
    const reply = await api.send('POST /sessions', { body })
    answered++
    return reply
  })
  const isRefused = () => answered >= SIGN_INS - PLACES
  await expect.poll(isRefused, { interval: 5, timeout: 10_000 }).toBe(true)
  expect(answered).toBe(SIGN_INS - PLACES)
  await unlock()

  const times: number[] = []
  while (answered < SIGN_INS) {
    const start = performance.now()
    expect((await api.send('GET /health/live')).status).toBe(200)
    times.push(performance.now() - start)
  }
  const replies = await Promise.all(flood)
  const refused = replies.filter(({ status }) => status !== 201)
  for (const reply of refused) {
    expectProblem(reply, 503, 'busy')
    expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  }
  // On a busy machine some of the requests with a place time out.
  expect(refused.length).toBeGreaterThanOrEqual(SIGN_INS - PLACES)
  expect(refused.length).toBeLessThan(SIGN_INS - 2)
  // A hash on the main thread would delay most of them by 100 ms and more.
  times.sort((a, b) => a - b)
  expect(times[Math.floor(times.length / 2)]).toBeLessThan(50)
}, 30_000)

/** Locks the table against reads, and returns a function that unlocks it. */
async function lockUsers(): Promise<() => Promise<void>> {
  const locked = Promise.withResolvers<void>()
  const unlocked = Promise.withResolvers<void>()
  const transaction = api.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE`
      locked.resolve()
      await unlocked.promise
    },
    { timeout: 20_000 },
  )
  await Promise.race([locked.promise, transaction])
  return async () => {
    unlocked.resolve()
    await transaction
  }
}
