import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { classifyDatabaseError } from '../src/errors/classify-database-error.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db, type DbOptions } from '../src/client/node.ts'
import {
  startPostgres,
  startTcpProxy,
  throughProxy,
  type TestPostgres,
} from '../src/development/testing.ts'
import { terminateSleepers, waitForWaitEvent } from './database-activity.ts'
import { rejectionOf, userData } from './rejection-of.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres({ max_connections: '20', deadlock_timeout: '100ms' })
  await applyMigrations(postgres.url)
  db = createDb(postgres.url)
  await db.$executeRaw`CREATE ROLE guest LOGIN CONNECTION LIMIT 2`
  await db.$executeRaw`GRANT ALL ON ALL TABLES IN SCHEMA public TO guest`
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

test('a server that does not listen is unreachable, by address and by names with two and no addresses', async () => {
  const port = await closedPort()
  for (const host of ['127.0.0.1', 'localhost', 'nowhere.invalid']) {
    const url = `postgres://postgres@${host}:${port}/postgres`
    expectUnavailable(await failureOf(url, (gone) => gone.user.count()), 'unreachable')
    expectUnavailable(await failureOf(url, (gone) => gone.$queryRaw`SELECT 1`), 'unreachable')
    expectUnavailable(await failureOf(url, (gone) => gone.$executeRaw`SELECT 1`), 'unreachable')
  }
})

test('a database that hangs: operations and transactions end at the time limit', async () => {
  const proxy = await startTcpProxy(Number(new URL(postgres.url).port))
  const hung = createDb(throughProxy(proxy, postgres.url), { timeoutMs: 200 })
  await hung.user.count()
  proxy.pause()
  const start = performance.now()
  expectUnavailable(await rejectionOf(hung.user.count()), 'timeout')
  expectUnavailable(await rejectionOf(hung.$queryRaw`SELECT 1`), 'timeout')
  expectUnavailable(await rejectionOf(hung.$transaction(async (tx) => tx.user.count())), 'timeout')
  expect(performance.now() - start).toBeLessThan(1_500)
  await proxy.stop()
  await hung.$disconnect()
})

test('a host that accepts a connection and never responds is unreachable after one second', async () => {
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

test('the server has too many connections', async () => {
  const url = postgres.url.replace('postgres@', 'guest@')
  const first = createDb(url, { max: 2 })
  const held = holdConnections(first, 2)
  await waitForWaitEvent(db, 'PgSleep', 2)
  const error = await failureOf(url, (late) => late.user.count())
  expectUnavailable(error, 'too_many_connections')
  await terminateSleepers(db)
  await held
  await first.$disconnect()
})

test('a query that gets no connection of the pool in time gives pool_wait', async () => {
  const start = performance.now()
  const error = await failureOf(
    postgres.url,
    async (small) => {
      const held = holdConnections(small, 1)
      await waitForWaitEvent(db, 'PgSleep')
      const waited = await rejectionOf(small.user.count())
      await terminateSleepers(db)
      await held
      throw waited
    },
    { max: 1, connectionTimeoutMillis: 200 },
  )
  expectUnavailable(error, 'pool_wait')
  expect(performance.now() - start).toBeLessThan(2_500)
})

test('a transaction that gets no connection of the pool in time gives pool_wait', async () => {
  const error = await failureOf(
    postgres.url,
    async (small) => {
      const held = holdConnections(small, 1)
      await waitForWaitEvent(db, 'PgSleep')
      const waited = await rejectionOf(small.$transaction(async (tx) => tx.user.count()))
      await terminateSleepers(db)
      await held
      throw waited
    },
    { max: 1, connectionTimeoutMillis: 200 },
  )
  expectUnavailable(error, 'pool_wait')
})

test('a write whose connection is terminated gives connection_lost', async () => {
  const writing = rejectionOf(db.$executeRaw`SELECT pg_sleep(5)`)
  await waitForWaitEvent(db, 'PgSleep')
  await terminateSleepers(db)
  expectUnavailable(await writing, 'connection_lost')
})

test('a statement that exceeds statement_timeout gives timeout', async () => {
  const url = `${postgres.url}?statement_timeout=100`
  expectUnavailable(await failureOf(url, (slow) => slow.$queryRaw`SELECT pg_sleep(2)`), 'timeout')
})

test('timeoutMs also raises the limits of the pool and of the database', async () => {
  const limit = async (timeoutMs?: number): Promise<unknown> => {
    const client = createDb(postgres.url, timeoutMs === undefined ? {} : { timeoutMs })
    const [row] = await client.$queryRaw<
      unknown[]
    >`SELECT current_setting('statement_timeout') AS ms`
    await client.$disconnect()
    return row
  }
  expect(await limit()).toEqual({ ms: '4s' })
  expect(await limit(60_500)).toEqual({ ms: '1min' })
})

test('a deadlock gives conflict', async () => {
  const [first, second] = await Promise.all([
    db.user.create({ data: userData('lock1@db.test') }),
    db.user.create({ data: userData('lock2@db.test') }),
  ])
  let waiting = 2
  const bothHoldOneRow = Promise.withResolvers<void>()
  const swap = ([one, other]: readonly [number, number]): Promise<void> =>
    db.$transaction(async (tx) => {
      await tx.user.update({ where: { id: one }, data: { name: 'Eve' } })
      if (--waiting === 0) bothHoldOneRow.resolve()
      await bothHoldOneRow.promise
      await tx.user.update({ where: { id: other }, data: { name: 'Eve' } })
    })
  const [one, two] = await Promise.all([
    swap([first.id, second.id]).catch((error: unknown) => error),
    swap([second.id, first.id]).catch((error: unknown) => error),
  ])
  expectUnavailable(one ?? two, 'conflict')
})

test('a read succeeds after all connections of the pool were terminated', async () => {
  await Promise.all(Array.from({ length: 5 }, () => db.user.count()))
  const other = createDb(postgres.url, { max: 1 })
  await other.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`
  await expect(db.user.count()).resolves.toBeTypeOf('number')
  await other.$disconnect()
})

test('a crash of the server gives 503, and after its restart the same client works', async () => {
  await db.user.count()
  await postgres.kill()
  const error = await rejectionOf(db.user.count())
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
  const error = await rejectionOf(work(other))
  await other.$disconnect()
  return error
}

function expectUnavailable(error: unknown, reason: string): void {
  expect(classifyDatabaseError(error), String(error)).toEqual({ kind: 'unavailable', reason })
  expect(error).toMatchObject({ status: 503, code: 'unavailable', headers: { 'retry-after': '1' } })
}

/** Keeps connections busy until `terminateSleepers`. */
function holdConnections(client: Db, count: number): Promise<unknown> {
  const sleep = () => client.$queryRaw`SELECT pg_sleep(10)::text`
  return Promise.allSettled(Array.from({ length: count }, sleep))
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
