import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cachedFor } from '../src/index.ts'
import { startLocalAccelerate } from '../src/development/local-accelerate.ts'
import type { Exchange, LocalAccelerate } from '../src/development/local-accelerate.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import type { Db } from '../src/client/node.ts'
import { startPostgres } from '../src/development/testing.ts'
import type { TestPostgres } from '../src/development/testing.ts'
import { failure, user } from './failure.ts'
import { outline } from './outline.ts'
import { startWorker } from './start-worker.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// What Prisma's client and the program that Accelerate runs say to each other is documented nowhere
// and may change with any version. The files in `protocol` hold it as it was when all else was tried;
// after an upgrade this file run with `--update` writes them anew, and their diff is what to look at.

let postgres: TestPostgres
let accelerate: LocalAccelerate
let db: Db
let exchanges: Exchange[] = []

beforeAll(async () => {
  // It logs each error that it answers with, and cannot be told not to.
  vi.spyOn(console, 'error').mockReturnValue()
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  accelerate = await startLocalAccelerate(postgres.url, (exchange) => exchanges.push(exchange))
  db = createDb(accelerate.url)
})

afterAll(async () => {
  await accelerate.stop()
  await postgres.stop()
})

const OPERATIONS: readonly (readonly [file: string, run: () => PromiseLike<unknown>])[] = [
  ['connect', () => db.$connect()],
  ['create', () => db.user.create({ data: user('ada@protocol.test') })],
  ['unique-violation', () => failure(db.user.create({ data: user('ada@protocol.test') }))],
  ['find-unique', () => db.user.findUnique({ where: { emailKey: 'ada@protocol.test' } })],
  ['find-many-cached', () => db.user.findMany({ ...cachedFor(CACHE), take: 2 })],
  ['raw-query', () => db.$queryRaw`SELECT ${1}::int AS one`],
  ['transaction', () => db.$transaction(async (tx) => tx.user.count())],
  [
    'transaction-rolled-back',
    () => failure(db.$transaction(() => Promise.reject(new Error('no')))),
  ],
  ['transaction-list', () => db.$transaction([db.user.count(), db.session.count()])],
]
const CACHE = { ttl: 60, swr: 30, tags: ['users'] }

test.for(OPERATIONS)('%s is said and answered as recorded', async ([file, run]) => {
  exchanges = []
  await run()
  await expectRecorded(file)
})

test('workerd says the same', async () => {
  const worker = await startWorker(accelerate.url)
  exchanges = []
  await fetch(worker.url, { method: 'POST', body: 'eve@protocol.test' })
  await worker.stop()
  exchanges = exchanges.filter(({ path }) => path === '/query')
  await expectRecorded('create')
})

async function expectRecorded(file: string): Promise<void> {
  const recorded = `${JSON.stringify(exchanges.map(outline), null, 2)}\n`
  await expect(recorded).toMatchFileSnapshot(join(import.meta.dirname, 'protocol', `${file}.json`))
}
