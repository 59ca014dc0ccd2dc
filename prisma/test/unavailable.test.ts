import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeDatabaseError } from '../src/errors/error-map.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import type { Db, DbOptions } from '../src/client/node.ts'
import { startPostgres, startRelay, via } from '../src/development/testing.ts'
import type { TestPostgres } from '../src/development/testing.ts'
import { failure, user } from './failure.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres({ max_connections: '20' })
  await applyMigrations(postgres.url)
  db = createDb(postgres.url)
  await db.$executeRaw`CREATE ROLE guest LOGIN CONNECTION LIMIT 2`
  await db.$executeRaw`GRANT ALL ON ALL TABLES IN SCHEMA public TO guest`
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

test('nothing listens: unreachable, by address, by a name with two and by one with none', async () => {
  const port = await closedPort()
  for (const host of ['127.0.0.1', 'localhost', 'nowhere.invalid']) {
    const url = `postgres://postgres@${host}:${port}/postgres`
    expectUnavailable(await failureOf(url, (gone) => gone.user.count()), 'unreachable')
    expectUnavailable(await failureOf(url, (gone) => gone.$queryRaw`SELECT 1`), 'unreachable')
    expectUnavailable(await failureOf(url, (gone) => gone.$executeRaw`SELECT 1`), 'unreachable')
  }
})

test('a database that hangs: given up when the patience is over, in transactions too', async () => {
  const wire = await startRelay(Number(new URL(postgres.url).port))
  const hung = createDb(via(wire, postgres.url), { patience: 200 })
  await hung.user.count()
  wire.freeze()
  const start = performance.now()
  expectUnavailable(await failure(hung.user.count()), 'timeout')
  expectUnavailable(await failure(hung.$queryRaw`SELECT 1`), 'timeout')
  expectUnavailable(await failure(hung.$transaction(async (tx) => tx.user.count())), 'timeout')
  expect(performance.now() - start).toBeLessThan(1_500)
  await wire.stop()
  await hung.$disconnect()
})

test('a host that accepts and says nothing: given up in a second', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const start = performance.now()
  const error = await failureOf(`postgres://postgres@127.0.0.1:${port}/postgres`, (gone) =>
    gone.user.count(),
  )
  silent.close()
  expectUnavailable(error, 'unreachable')
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('too many connections', async () => {
  const url = postgres.url.replace('postgres@', 'guest@')
  const first = createDb(url, { max: 2 })
  const held = hold(first, 2)
  await sleeping(2)
  const error = await failureOf(url, (late) => late.user.count())
  expectUnavailable(error, 'too_many_connections')
  await held
  await first.$disconnect()
})

test('no free connection in the pool: 503 within the bounded wait', async () => {
  const start = performance.now()
  const error = await failureOf(
    postgres.url,
    async (small) => {
      const held = hold(small, 1)
      await sleeping(1)
      const waited = await failure(small.user.count())
      await held
      throw waited
    },
    { max: 1, connectionTimeoutMillis: 200 },
  )
  expectUnavailable(error, 'pool_wait')
  expect(performance.now() - start).toBeLessThan(2_500)
})

test('no free connection for a transaction', async () => {
  const error = await failureOf(
    postgres.url,
    async (small) => {
      const held = hold(small, 1)
      await sleeping(1)
      const waited = await failure(small.$transaction(async (tx) => tx.user.count()))
      await held
      throw waited
    },
    { max: 1, connectionTimeoutMillis: 200 },
  )
  expectUnavailable(error, 'pool_wait')
})

test('a backend that is terminated under a write: a 503, outcome unknown', async () => {
  const writing = failure(db.$executeRaw`SELECT pg_sleep(5)`)
  await sleeping(1)
  await terminateSleepers()
  expectUnavailable(await writing, 'connection_lost')
})

test('a statement that runs too long', async () => {
  const url = `${postgres.url}?statement_timeout=100`
  expectUnavailable(await failureOf(url, (slow) => slow.$queryRaw`SELECT pg_sleep(2)`), 'timeout')
})

test('a deadlock', async () => {
  const [first, second] = await Promise.all([
    db.user.create({ data: user('lock1@db.test') }),
    db.user.create({ data: user('lock2@db.test') }),
  ])
  const swap = (ids: readonly number[]): Promise<void> =>
    db.$transaction(async (tx) => {
      for (const id of ids) {
        await tx.user.update({ where: { id }, data: { name: 'Eve' } })
        await tx.$queryRaw`SELECT pg_sleep(0.2)::text`
      }
    })
  const [one, two] = await Promise.all([
    swap([first.id, second.id]).catch((error: unknown) => error),
    swap([second.id, first.id]).catch((error: unknown) => error),
  ])
  expectUnavailable(one ?? two, 'conflict')
})

test('reads go on when every pooled connection was killed, without an error', async () => {
  await Promise.all(Array.from({ length: 5 }, () => db.user.count()))
  const other = createDb(postgres.url, { max: 1 })
  await other.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`
  await expect(db.user.count()).resolves.toBeTypeOf('number')
  await other.$disconnect()
})

test('the server crashes and comes back: 503 meanwhile, then the same client works', async () => {
  await db.user.count()
  await postgres.kill()
  const error = await failure(db.user.count())
  expect(error).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  await postgres.restart()
  await expect(db.user.count()).resolves.toBeTypeOf('number')
})

async function failureOf(
  url: string,
  work: (db: Db) => PromiseLike<unknown>,
  options?: DbOptions,
): Promise<unknown> {
  const other = createDb(url, options)
  const error = await failure(work(other))
  await other.$disconnect()
  return error
}

function expectUnavailable(error: unknown, reason: string): void {
  expect(describeDatabaseError(error), String(error)).toEqual({ kind: 'unavailable', reason })
  expect(error).toMatchObject({ status: 503, code: 'unavailable', headers: { 'retry-after': '1' } })
}

/** Keeps so many connections busy for a second. */
function hold(client: Db, count: number): Promise<unknown> {
  const sleep = () => client.$queryRaw`SELECT pg_sleep(1)::text`
  return Promise.all(Array.from({ length: count }, sleep))
}

const SLEEPERS = `FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'
  AND pid <> pg_backend_pid()`

async function sleeping(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const [row] = await db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int n ${SLEEPERS}`)
      return row?.n
    })
    .toBe(count)
}

async function terminateSleepers(): Promise<void> {
  await db.$queryRawUnsafe(`SELECT pg_terminate_backend(pid)::text ${SLEEPERS}`)
}

async function closedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
