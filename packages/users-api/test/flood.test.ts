import { serve, type Served, toNode } from '@gimbal/adapter-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { app } from '../src/app.ts'
import { type Api, startApi } from './api.ts'
import { captureConsole } from './capture-console.ts'
import { expectProblem } from './expect-problem.ts'
import { createDb } from '@gimbal/db/node'

let api: Api
let server: Served

beforeAll(async () => {
  api = await startApi(async ({ DATABASE_URL }) => {
    const console = captureConsole()
    const db = createDb(DATABASE_URL)
    server = await serve(toNode(app, { services: { db } }), { host: '127.0.0.1', port: 0 })
    return {
      url: server.url,
      stop: async () => {
        await server.close()
        await db.$disconnect()
        console.restore()
      },
    }
  })
}, 60_000)
afterAll(() => api.stop())

test('of 200 sign-ins at once 18 are served, the rest told to come back, and liveness stays quick', async () => {
  const { email, password } = await api.person()
  const body = { email, password }
  const flood = Array.from({ length: 200 }, () => api.send('POST /sessions', { body }))
  let over = false
  void Promise.all(flood).then(() => (over = true))
  const times: number[] = []
  while (!over) {
    const start = performance.now()
    expect((await api.send('GET /health/live')).status).toBe(200)
    times.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const replies = await Promise.all(flood)
  const refused = replies.filter(({ status }) => status !== 201)
  for (const reply of refused) {
    expectProblem(reply, 503, 'busy')
    expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(1)
  }
  // One that comes when another leaves is served too.
  expect(200 - refused.length).toBeGreaterThanOrEqual(18)
  expect(200 - refused.length).toBeLessThan(30)
  times.sort((a, b) => a - b)
  console.info('liveness p95', times[Math.floor(times.length * 0.95)], 'of', times.length)
  expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(100)
}, 30_000)
