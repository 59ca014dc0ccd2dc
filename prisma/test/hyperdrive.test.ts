import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { startWorker } from './start-worker.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// The pool of Hyperdrive exists only on Cloudflare's network. The other parts are real here: the
// binding of workerd, its host name and its socket.
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

test('the service uses a HYPERDRIVE binding without configuration', async () => {
  const created = await post('/', 'Ada@hyperdrive.test')
  expect([created.status, await created.json()]).toMatchObject([
    201,
    { email: 'Ada@hyperdrive.test' },
  ])
  expect(await (await fetch(worker.url)).json()).toHaveLength(1)
  expect((await post('/', 'Ada@hyperdrive.test')).status).toBe(409)
})

test('a failed transaction writes nothing', async () => {
  const answer = await post('/interactive', 'first@hyperdrive.test\nfirst@hyperdrive.test')
  expect(answer.status).toBe(409)
  expect(await db.user.count({ where: { emailKey: 'first@hyperdrive.test' } })).toBe(0)
})

test('each request uses at most one connection and closes it', async () => {
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

/** Counts the connections of the Worker, without the one that counts. */
async function connections(): Promise<number> {
  const [row] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int n FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`
  return row?.n ?? -1
}

/** Hyperdrive refuses a URL without a password. */
function withPassword(url: string): string {
  return url.replace('postgres@', 'postgres:any@')
}
