import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cachedFor, describeDatabaseError } from '../src/index.ts'
import { startLocalAccelerate } from '../src/development/local-accelerate.ts'
import type { LocalAccelerate } from '../src/development/local-accelerate.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import type { Db } from '../src/client/node.ts'
import { startPostgres, startRelay, via } from '../src/development/testing.ts'
import type { Relay, TestPostgres } from '../src/development/testing.ts'
import { failure, user } from './failure.ts'
import { startWorker } from './start-worker.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
/** Between Accelerate and Postgres. */
let wire: Relay
let accelerate: LocalAccelerate
/** Past Accelerate, to see what is there. */
let direct: Db

beforeAll(async () => {
  // It logs each error that it answers with, and cannot be told not to.
  vi.spyOn(console, 'error').mockReturnValue()
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  wire = await startRelay(Number(new URL(postgres.url).port))
  accelerate = await startLocalAccelerate(via(wire, postgres.url))
  direct = createDb(postgres.url, { max: 1 })
})

afterAll(async () => {
  await accelerate.stop()
  await wire.stop()
  await direct.$disconnect()
  await postgres.stop()
})

describe('what goes well', () => {
  test('Node creates a row and finds it; a second one is a 409', async () => {
    const db = createDb(accelerate.url)
    const created = await db.user.create({ data: user('ada@node.test') })
    expect(await db.user.findMany({ where: { id: created.id } })).toEqual([created])
    const error = await failure(db.user.create({ data: user('ada@node.test') }))
    expect(error).toMatchObject({ status: 409, code: 'conflict' })
    expect(describeDatabaseError(error)).toEqual({
      kind: 'unique',
      constraint: 'User_emailKey_key',
    })
  })

  test('a read with cachedFor is typed, goes out as Cache-Control, and is an ordinary read over TCP', async () => {
    const seen: (string | undefined)[] = []
    const watched = await startLocalAccelerate(postgres.url, ({ headers }) => {
      seen.push(headers['cache-control'])
    })
    const db = createDb(watched.url)
    for (const each of [db, direct]) {
      const found = await each.user.findMany({
        ...cachedFor({ ttl: 60, swr: 30 }),
        where: { emailKey: 'ada@node.test' },
        select: { name: true },
      })
      expect(found satisfies { name: string }[]).toEqual([{ name: 'Ada' }])
    }
    await db.user.count()
    await watched.stop()
    // The first is `GET /connection-info`.
    expect(seen).toEqual([undefined, 'max-age=60,stale-while-revalidate=30', 'no-cache'])
  })
})

test('workerd uses one client for all requests of an isolate', async () => {
  const before = accelerate.requests.get('/connection-info') ?? 0
  await withWorker(async (post, url) => {
    const emails = Array.from({ length: 40 }, (_, index) => `User${index}@workerd.test`)
    // One after another first, so that the isolate is warm; then many at once.
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

test('transactions from workerd are whole, or leave nothing behind', async () => {
  const left = (prefix: string): Promise<number> =>
    direct.user.count({ where: { emailKey: { startsWith: prefix } } })
  await withWorker(async (post) => {
    for (const way of ['/interactive', '/list']) {
      const good = await post(way, `good1@${way}.test\ngood2@${way}.test`)
      expect([way, good.status, await left(`good`)]).toEqual([way, 201, way === '/list' ? 4 : 2])
      const bad = await post(way, `bad1@${way}.test\nbad2@${way}.test\nbad1@${way}.test`)
      expect([way, bad.status, await bad.json()]).toEqual([way, 409, { code: 'conflict' }])
      expect([way, await left('bad')]).toEqual([way, 0])
    }
    // As a sign-in does it: a row and those that hang on it, in one operation.
    const nested = await post('/nested', 'nested@workerd.test\nsame-token\nsame-token')
    expect([nested.status, await left('nested')]).toEqual([409, 0])
  })
})

describe('what goes wrong is a 503', () => {
  const works: Record<string, (db: Db) => PromiseLike<unknown>> = {
    'a read': (db) => db.user.count(),
    'a write': (db) => db.user.create({ data: user(`${String(Math.random())}@lost.test`) }),
    'a raw query': (db) => db.$queryRaw`SELECT 1`,
    'a transaction': (db) => db.$transaction(async (tx) => tx.user.count()),
    'a list of reads': (db) => db.$transaction([db.user.count()]),
  }
  const each = async (db: Db, reasons: RegExp): Promise<void> => {
    for (const [name, work] of Object.entries(works)) {
      const error = await failure(work(db))
      expect([name, error]).toMatchObject([
        name,
        { status: 503, code: 'unavailable', headers: { 'retry-after': '1' } },
      ])
      const found = describeDatabaseError(error)
      expect([name, found?.kind === 'unavailable' && found.reason]).toEqual([
        name,
        expect.stringMatching(reasons),
      ])
    }
  }

  test('Accelerate is not there, by address and by a name that does not resolve', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    for (const host of ['localhost:1', 'nowhere.invalid']) {
      await each(createDb(`prisma+postgres://${host}/?api_key=local`), /^unreachable$/)
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.off('unhandledRejection', unhandled)
    expect(unhandled.mock.calls).toEqual([])
  })

  test('Accelerate goes away under a client that has worked', async () => {
    const gone = await startLocalAccelerate(postgres.url)
    const db = createDb(gone.url)
    await db.user.count()
    await gone.stop()
    await each(db, /^(unreachable|connection_lost)$/)
    const error = await failure(db.user.count())
    // The reason survives Accelerate's extension, which throws words of its own.
    expect(String((error as Error).cause)).toMatch(/ECONNREFUSED/)
  })

  test('Accelerate hangs: given up when the patience is over, and well afterwards', async () => {
    const line = await startRelay(Number(new URL(accelerate.url).port))
    const db = createDb(via(line, accelerate.url), { patience: 150 })
    await db.user.count()
    line.freeze()
    const start = performance.now()
    await each(db, /^timeout$/)
    expect(performance.now() - start).toBeLessThan(5 * 150 + 500)
    line.thaw()
    await expect(db.user.count()).resolves.toBeTypeOf('number')
    await line.stop()
  })

  test('something before Accelerate answers for it', async () => {
    const gateway = createServer((_request, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
    }).listen(0, '127.0.0.1')
    await once(gateway, 'listening')
    const { port } = gateway.address() as AddressInfo
    await each(createDb(`prisma+postgres://localhost:${port}/?api_key=local`), /^unreachable$/)
    gateway.close()
  })

  test('the database behind it hangs, all connections of its pool are taken, one is free again', async () => {
    const db = createDb(accelerate.url, { patience: 300 })
    await db.user.count()
    wire.freeze()
    const held = await Promise.all(Array.from({ length: 12 }, () => failure(db.user.count())))
    for (const error of held) expect(error).toMatchObject({ status: 503 })
    wire.thaw()
    await expect(createDb(accelerate.url).user.count()).resolves.toBeTypeOf('number')
  })

  test('the database cuts its connections: a read is asked again, a write is not', async () => {
    const db = createDb(accelerate.url)
    await db.user.count()
    wire.cut()
    await expect(db.user.count()).resolves.toBeTypeOf('number')
    let lock: Promise<unknown> | undefined
    await new Promise<void>((locked) => {
      lock = direct.$transaction(async (tx) => {
        await tx.$executeRaw`LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE`
        locked()
        await tx.$executeRaw`SELECT pg_sleep(0.4)`
      })
    })
    const writing = failure(db.user.create({ data: user('cut@write.test') }))
    setTimeout(() => wire.cut(), 150)
    const error = await writing
    await lock
    expect(describeDatabaseError(error)).toEqual({ kind: 'unavailable', reason: 'connection_lost' })
    expect(error).toMatchObject({ status: 503 })
  })

  test('too many connections at the database', async () => {
    await direct.$executeRaw`CREATE ROLE guest LOGIN CONNECTION LIMIT 0`
    const crowded = await startLocalAccelerate(postgres.url.replace('postgres@', 'guest@'))
    await each(createDb(crowded.url), /^too_many_connections$/)
    await crowded.stop()
  })

  test('the database is gone, then back: the same client works on', async () => {
    const db = createDb(accelerate.url)
    await db.user.count()
    await postgres.kill()
    await each(db, /^(unreachable|connection_lost)$/)
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
