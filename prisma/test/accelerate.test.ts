import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startLocalAccelerate } from '../src/local-accelerate.ts'
import type { LocalAccelerate } from '../src/local-accelerate.ts'
import { applyMigrations } from '../src/migrate.ts'
import { createDb } from '../src/node.ts'
import { startPostgres } from '../src/testing.ts'
import type { TestPostgres } from '../src/testing.ts'
import { startWorker } from './start-worker.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let accelerate: LocalAccelerate

beforeAll(async () => {
  // It logs each error that it answers with, and cannot be told not to.
  vi.spyOn(console, 'error').mockReturnValue()
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  accelerate = await startLocalAccelerate(postgres.url)
})

afterAll(async () => {
  await accelerate.stop()
  await postgres.stop()
})

test('Node creates a row through Accelerate and finds it; a second one is a 409', async () => {
  const db = createDb(accelerate.url)
  const data = { name: 'Ada', email: 'Ada@node.test', emailKey: 'ada@node.test', passwordHash: '' }
  const created = await db.user.create({ data })
  expect(await db.user.findMany()).toEqual([created])
  await expect(db.user.create({ data })).rejects.toMatchObject({ status: 409, code: 'conflict' })
  await db.$disconnect()
})

test('workerd uses one client for all requests of an isolate', async () => {
  const before = accelerate.requests.get('/connection-info') ?? 0
  const worker = await startWorker(accelerate.url)
  try {
    const emails = Array.from({ length: 40 }, (_, index) => `User${index}@workerd.test`)
    // One after another first, so that the isolate is warm; then many at once.
    for (const body of emails.splice(0, 10)) await post(worker.url, body)
    await Promise.all(emails.map((body) => post(worker.url, body)))
    const users = (await (await fetch(worker.url)).json()) as unknown[]
    expect(users).toHaveLength(41)
    const again = await fetch(worker.url, { method: 'POST', body: 'User1@workerd.test' })
    expect([again.status, await again.json()]).toEqual([409, { code: 'conflict' }])
  } finally {
    await worker.stop()
  }
  expect((accelerate.requests.get('/connection-info') ?? 0) - before).toBe(1)
})

test('nobody answers: a 503', async () => {
  const gone = await startLocalAccelerate(postgres.url)
  await gone.stop()
  const db = createDb(gone.url)
  await expect(db.user.count()).rejects.toMatchObject({ status: 503, code: 'unavailable' })
})

test('the database behind it is gone: a 503', async () => {
  const db = createDb(accelerate.url)
  await db.user.count()
  await postgres.kill()
  await expect(db.user.count()).rejects.toMatchObject({ status: 503, code: 'unavailable' })
  await postgres.restart()
  await expect(db.user.count()).resolves.toBeTypeOf('number')
})

async function post(url: URL, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body })
  expect(answer.status, await answer.text()).toBe(201)
}
