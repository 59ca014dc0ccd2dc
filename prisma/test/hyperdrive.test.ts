import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import type { Db } from '../src/client/node.ts'
import { startPostgres } from '../src/development/testing.ts'
import type { TestPostgres } from '../src/development/testing.ts'
import { startWorker } from './start-worker.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// A pool in front of Postgres only exists on Cloudflare's network; what wrangler binds is real in
// all else: the binding of workerd, its host name, its socket.
let postgres: TestPostgres
let worker: { url: URL; stop: () => Promise<void> }
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  db = createDb(postgres.url, { max: 1 })
  worker = await startWorker(withPassword(postgres.url), 'HYPERDRIVE')
})

afterAll(async () => {
  await worker.stop()
  await db.$disconnect()
  await postgres.stop()
})

test('a HYPERDRIVE binding is used without a word of configuration', async () => {
  const created = await post('/', 'Ada@hyperdrive.test')
  expect([created.status, await created.json()]).toMatchObject([
    201,
    { email: 'Ada@hyperdrive.test' },
  ])
  expect(await (await fetch(worker.url)).json()).toHaveLength(1)
  expect((await post('/', 'Ada@hyperdrive.test')).status).toBe(409)
})

test('a transaction that fails leaves nothing behind', async () => {
  const answer = await post('/interactive', 'first@hyperdrive.test\nfirst@hyperdrive.test')
  expect(answer.status).toBe(409)
  expect(await db.user.count({ where: { emailKey: 'first@hyperdrive.test' } })).toBe(0)
})

test('a request has one connection, and none is left afterwards', async () => {
  let most = 0
  const watch = setInterval(() => void connections().then((now) => (most = Math.max(most, now))), 5)
  const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(worker.url)))
  clearInterval(watch)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect(most).toBeLessThanOrEqual(8)
  await expect.poll(connections).toBe(0)
})

async function post(path: string, body: string): Promise<Response> {
  return fetch(new URL(path, worker.url), { method: 'POST', body })
}

/** Those of the Worker: ours is the one that asks. */
async function connections(): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int n FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`
  return row?.n ?? -1
}

/** Hyperdrive takes no URL without one. */
function withPassword(url: string): string {
  return url.replace('postgres@', 'postgres:any@')
}
