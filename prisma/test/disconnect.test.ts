import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
})

afterAll(() => postgres.stop())

test('$disconnect waits for operations that still wait for a connection', async () => {
  const db = createDb(postgres.url, { max: 1 })
  const observer = createDb(postgres.url)
  const slow = db.$queryRaw`SELECT 1 AS one FROM pg_sleep(0.3)`.then((rows) => rows)
  const queued = db.user.count().then((count) => count)
  const listed = db.$transaction([db.user.count(), db.session.count()])
  await expect
    .poll(() => observer.$queryRaw`SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)
    .toHaveLength(1)
  await db.$disconnect()
  await observer.$disconnect()
  expect(await Promise.all([slow, queued, listed])).toEqual([[{ one: 1 }], 0, [0, 0]])
})

test('$disconnect resolves after an operation has failed', async () => {
  const db = createDb(postgres.url, { max: 1 })
  const failed = db.$queryRaw`SELECT nonsense`.then(
    () => 'done',
    () => 'failed',
  )
  await db.$disconnect()
  expect(await failed).toBe('failed')
})
