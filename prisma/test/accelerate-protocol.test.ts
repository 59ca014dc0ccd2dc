import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cachedFor } from '../src/index.ts'
import { startLocalAccelerate } from '../src/development/local-accelerate.ts'
import type { HttpExchange, LocalAccelerate } from '../src/development/local-accelerate.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { rejectionOf, userData } from './rejection-of.ts'
import { summarizeExchange } from './summarize-exchange.ts'
import { startWorker } from './start-worker.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

// The protocol between Prisma's client and Accelerate's server is not documented and may change with
// any version. The files in `protocol` record it for the versions that the other tests use. After an
// upgrade, run this file with `--update` and review the diff of those files.

let postgres: TestPostgres
let accelerate: LocalAccelerate
let db: Db
let exchanges: HttpExchange[] = []

beforeAll(async () => {
  // Accelerate's server always logs the errors that it sends.
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
  ['create', () => db.user.create({ data: userData('ada@protocol.test') })],
  ['unique-violation', () => rejectionOf(db.user.create({ data: userData('ada@protocol.test') }))],
  ['find-unique', () => db.user.findUnique({ where: { emailKey: 'ada@protocol.test' } })],
  ['find-many-cached', () => db.user.findMany({ ...cachedFor(CACHE), take: 2 })],
  ['raw-query', () => db.$queryRaw`SELECT ${1}::int AS one`],
  ['transaction', () => db.$transaction(async (tx) => tx.user.count())],
  [
    'transaction-rolled-back',
    () => rejectionOf(db.$transaction(() => Promise.reject(new Error('no')))),
  ],
  ['transaction-list', () => db.$transaction([db.user.count(), db.session.count()])],
]
const CACHE = { ttl: 60, swr: 30, tags: ['users'] }

test.for(OPERATIONS)(
  '%s sends the recorded requests and gets the recorded responses',
  async ([file, run]) => {
    exchanges = []
    await run()
    await expectRecorded(file)
  },
)

test('workerd sends the same requests as Node', async () => {
  const worker = await startWorker(accelerate.url)
  exchanges = []
  await fetch(worker.url, { method: 'POST', body: 'eve@protocol.test' })
  await worker.stop()
  exchanges = exchanges.filter(({ path }) => path === '/query')
  await expectRecorded('create')
})

async function expectRecorded(file: string): Promise<void> {
  const recorded = `${JSON.stringify(exchanges.map(summarizeExchange), null, 2)}\n`
  await expect(recorded).toMatchFileSnapshot(join(import.meta.dirname, 'protocol', `${file}.json`))
}
