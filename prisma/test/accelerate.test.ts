import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cachedFor, classifyDatabaseError } from '../src/index.ts'
import { startLocalAccelerate } from '../src/development/local-accelerate.ts'
import type { LocalAccelerate } from '../src/development/local-accelerate.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import {
  startPostgres,
  startTcpProxy,
  throughProxy,
  type TcpProxy,
  type TestPostgres,
} from '../src/development/testing.ts'
import { waitForWaitEvent } from './database-activity.ts'
import { rejectionOf, userData } from './rejection-of.ts'
import { startWorker } from './start-worker.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
/** Between Accelerate and Postgres. */
let proxy: TcpProxy
let accelerate: LocalAccelerate
/** Connects to Postgres directly, without Accelerate. */
let direct: Db

beforeAll(async () => {
  // Accelerate's server always logs the errors that it sends.
  vi.spyOn(console, 'error').mockReturnValue()
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  proxy = await startTcpProxy(Number(new URL(postgres.url).port))
  accelerate = await startLocalAccelerate(throughProxy(proxy, postgres.url))
  direct = createDb(postgres.url, { max: 1 })
})

afterAll(async () => {
  await accelerate.stop()
  await proxy.stop()
  await direct.$disconnect()
  await postgres.stop()
})

describe('Node', () => {
  test('creates and finds a row, and gives 409 for a second row with the same e-mail', async () => {
    const db = createDb(accelerate.url)
    const created = await db.user.create({ data: userData('ada@node.test') })
    expect(await db.user.findMany({ where: { id: created.id } })).toEqual([created])
    const error = await rejectionOf(db.user.create({ data: userData('ada@node.test') }))
    expect(error).toMatchObject({ status: 409, code: 'conflict' })
    expect(classifyDatabaseError(error)).toEqual({
      kind: 'unique',
      constraint: 'User_emailKey_key',
    })
  })

  test('cachedFor keeps the type of a read, sets Cache-Control over Accelerate and does nothing over TCP', async () => {
    const cacheControl: (string | undefined)[] = []
    const observed = await startLocalAccelerate(postgres.url, ({ headers }) => {
      cacheControl.push(headers['cache-control'])
    })
    const db = createDb(observed.url)
    for (const each of [db, direct]) {
      const found = await each.user.findMany({
        ...cachedFor({ ttl: 60, swr: 30 }),
        where: { emailKey: 'ada@node.test' },
        select: { name: true },
      })
      expect(found satisfies { name: string }[]).toEqual([{ name: 'Ada' }])
    }
    await db.user.count()
    await observed.stop()
    // The first request is `GET /connection-info`.
    expect(cacheControl).toEqual([undefined, 'max-age=60,stale-while-revalidate=30', 'no-cache'])
  })
})

test('workerd uses one client for all requests of an isolate', async () => {
  const before = accelerate.requests.get('/connection-info') ?? 0
  await withWorker(async (post, url) => {
    const emails = Array.from({ length: 40 }, (_, index) => `User${index}@workerd.test`)
    // Ten requests in sequence start the isolate; the others are concurrent.
    for (const body of emails.splice(0, 10)) expect((await post('/', body)).status).toBe(201)
    const answers = await Promise.all(emails.map((body) => post('/', body)))
    for (const answer of answers) expect(answer.status, await answer.text()).toBe(201)
    const cached = (await (await fetch(new URL('/cached', url))).json()) as unknown[]
    expect(cached).toHaveLength(await direct.user.count())
    const again = await post('/', 'User1@workerd.test')
    expect([again.status, await again.json()]).toEqual([409, { code: 'conflict' }])
  })
  expect((accelerate.requests.get('/connection-info') ?? 0) - before).toBe(1)
})

test('a failed transaction from workerd writes nothing', async () => {
  const countUsers = (prefix: string): Promise<number> =>
    direct.user.count({ where: { emailKey: { startsWith: prefix } } })
  await withWorker(async (post) => {
    for (const way of ['/interactive', '/list']) {
      const good = await post(way, `good1@${way}.test\ngood2@${way}.test`)
      expect([way, good.status, await countUsers('good')]).toEqual([
        way,
        201,
        way === '/list' ? 4 : 2,
      ])
      const bad = await post(way, `bad1@${way}.test\nbad2@${way}.test\nbad1@${way}.test`)
      expect([way, bad.status, await bad.json()]).toEqual([way, 409, { code: 'conflict' }])
      expect([way, await countUsers('bad')]).toEqual([way, 0])
    }
    // A sign-in does this: it writes a row and its related rows in one operation.
    const nested = await post('/nested', 'nested@workerd.test\nsame-token\nsame-token')
    expect([nested.status, await countUsers('nested')]).toEqual([409, 0])
  })
})

describe('failures give 503', () => {
  const operations: Record<string, (db: Db) => PromiseLike<unknown>> = {
    'a read': (db) => db.user.count(),
    'a write': (db) => db.user.create({ data: userData(`${String(Math.random())}@lost.test`) }),
    'a raw query': (db) => db.$queryRaw`SELECT 1`,
    'a transaction': (db) => db.$transaction(async (tx) => tx.user.count()),
    'a list of reads': (db) => db.$transaction([db.user.count()]),
  }
  const expectUnavailable = async (db: Db, reasons: RegExp): Promise<void> => {
    for (const [name, work] of Object.entries(operations)) {
      const error = await rejectionOf(work(db))
      expect([name, error]).toMatchObject([
        name,
        { status: 503, code: 'unavailable', headers: { 'retry-after': '1' } },
      ])
      const found = classifyDatabaseError(error)
      expect([name, found?.kind === 'unavailable' && found.reason]).toEqual([
        name,
        expect.stringMatching(reasons),
      ])
    }
  }

  test('Accelerate is unreachable by its address or by a name that does not resolve', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    for (const host of ['localhost:1', 'nowhere.invalid']) {
      await expectUnavailable(createDb(`prisma+postgres://${host}/?api_key=local`), /^unreachable$/)
    }
    // Node reports an unhandled rejection before the next turn of the event loop.
    await setImmediate()
    process.off('unhandledRejection', unhandled)
    expect(unhandled.mock.calls).toEqual([])
  })

  test('Accelerate stops after a client has used it', async () => {
    const stopped = await startLocalAccelerate(postgres.url)
    const db = createDb(stopped.url)
    await db.user.count()
    await stopped.stop()
    await expectUnavailable(db, /^(unreachable|connection_lost)$/)
    const error = await rejectionOf(db.user.count())
    // Accelerate's extension throws its own message, but the original reason must remain.
    expect(String((error as Error).cause)).toMatch(/ECONNREFUSED/)
  })

  test('Accelerate hangs: each operation ends at the time limit, and the client works afterwards', async () => {
    const accelerateProxy = await startTcpProxy(Number(new URL(accelerate.url).port))
    const db = createDb(throughProxy(accelerateProxy, accelerate.url), { timeoutMs: 150 })
    await db.user.count()
    accelerateProxy.pause()
    const start = performance.now()
    await expectUnavailable(db, /^timeout$/)
    expect(performance.now() - start).toBeLessThan(5 * 150 + 500)
    accelerateProxy.resume()
    await expect(db.user.count()).resolves.toBeTypeOf('number')
    await accelerateProxy.stop()
  })

  test('a gateway in front of Accelerate responds with 502', async () => {
    const gateway = createServer((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    }).listen(0, '127.0.0.1')
    await once(gateway, 'listening')
    const { port } = gateway.address() as AddressInfo
    await expectUnavailable(
      createDb(`prisma+postgres://localhost:${port}/?api_key=local`),
      /^unreachable$/,
    )
    gateway.close()
  })

  test('the database hangs until its pool is full, and works afterwards', async () => {
    const db = createDb(accelerate.url, { timeoutMs: 300 })
    await db.user.count()
    proxy.pause()
    const errors = await Promise.all(Array.from({ length: 12 }, () => rejectionOf(db.user.count())))
    for (const error of errors) expect(error).toMatchObject({ status: 503 })
    proxy.resume()
    await expect(createDb(accelerate.url).user.count()).resolves.toBeTypeOf('number')
  })

  test('the database drops its connections: a read is repeated, a write is not', async () => {
    const db = createDb(accelerate.url)
    await db.user.count()
    const observer = createDb(postgres.url, { max: 1 })
    proxy.dropConnections()
    await expect(db.user.count()).resolves.toBeTypeOf('number')
    const locked = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<void>()
    const lock = direct.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE`
      locked.resolve()
      await failed.promise
    })
    await locked.promise
    const writing = rejectionOf(db.user.create({ data: userData('cut@write.test') }))
    await waitForWaitEvent(observer, 'Lock')
    proxy.dropConnections()
    const error = await writing
    failed.resolve()
    await lock
    await observer.$disconnect()
    expect(classifyDatabaseError(error)).toEqual({ kind: 'unavailable', reason: 'connection_lost' })
    expect(error).toMatchObject({ status: 503 })
  })

  test('the database has too many connections', async () => {
    await direct.$executeRaw`CREATE ROLE guest LOGIN CONNECTION LIMIT 0`
    const crowded = await startLocalAccelerate(postgres.url.replace('postgres@', 'guest@'))
    await expectUnavailable(createDb(crowded.url), /^too_many_connections$/)
    await crowded.stop()
  })

  test('the database crashes, and after its restart the same client works', async () => {
    const db = createDb(accelerate.url)
    await db.user.count()
    await postgres.kill()
    await expectUnavailable(db, /^(unreachable|connection_lost)$/)
    await postgres.restart()
    await expect(db.user.count()).resolves.toBeTypeOf('number')
  })
})

type Post = (path: string, body: string) => Promise<Response>

async function withWorker(use: (post: Post, url: URL) => Promise<void>): Promise<void> {
  const worker = await startWorker(accelerate.url)
  try {
    await use(
      (path, body) => fetch(new URL(path, worker.url), { method: 'POST', body }),
      worker.url,
    )
  } finally {
    await worker.stop()
  }
}
