import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startEmbeddedDatabase } from '../src/development/embedded-database.ts'
import type { EmbeddedDatabase } from '../src/development/embedded-database.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import { userData } from './rejection-of.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let folder: string
let database: EmbeddedDatabase
let db: Db

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-embedded-'))
  database = await startEmbeddedDatabase({ folder: join(folder, 'data'), port: 0 })
  await applyMigrations(database.url)
  db = createDb(database.url)
})

afterAll(async () => {
  await db.$disconnect()
  await database.stop()
  await rm(folder, { recursive: true, force: true })
})

test('transactions of several pools do not affect each other', async () => {
  const patient = { maxWait: 20_000, timeout: 20_000 }
  const pools = Array.from({ length: 3 }, () =>
    createDb(database.url, { connectionTimeoutMillis: 20_000 }),
  )
  const work = Array.from({ length: 60 }, async (_, index) => {
    const email = `transaction${index}@db.test`
    const pool = pools[index % pools.length]!
    const transaction = pool.$transaction(async (tx) => {
      await tx.user.create({ data: userData(email) })
      expect(await tx.user.count({ where: { emailKey: email } })).toBe(1)
      if (index % 2) throw new Error('rolled back')
    }, patient)
    await transaction.catch((error: unknown) => expect(String(error)).toContain('rolled back'))
    // This statement runs between the transactions of other clients.
    await pool.user.create({ data: userData(`single${index}@db.test`) })
  })
  await Promise.all(work)
  expect(await db.user.count({ where: { email: { startsWith: 'transaction' } } })).toBe(30)
  expect(await db.user.count({ where: { email: { startsWith: 'single' } } })).toBe(60)
  await Promise.all(pools.map((pool) => pool.$disconnect()))
})

test.each([
  ['ends its connection', (socket: Socket) => void socket.end()],
  ['destroys its connection', (socket: Socket) => void socket.destroy()],
  ['resets its connection', (socket: Socket) => void socket.resetAndDestroy()],
])(
  'a client that %s inside a transaction writes nothing and does not block others',
  async (_how, leave) => {
    const client = await rawClient()
    const insert = `INSERT INTO "User" (name, email, "emailKey", "passwordHash", "updatedAt")
    VALUES ('Ada', 'gone', 'gone', '', now())`
    await client.ask('Q', `BEGIN; ${insert}\0`)
    const waiting = db.user.count({ where: { emailKey: 'gone' } })
    leave(client.socket)
    expect(await waiting).toBe(0)
  },
)

test('the session works after an error in a query', async () => {
  await expect(db.$queryRaw`SELECT nonsense`).rejects.toThrow('nonsense')
  await expect(db.$queryRaw`SELECT 1 / ${0}::int`).rejects.toThrow('division by zero')
  expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
})

test('the messages of two concurrent queries are not mixed', async () => {
  const clients = await Promise.all([rawClient(), rawClient()])
  const answers = clients.map(async (client, index) => {
    // Each message is sent after the response to the one before.
    const parsed = await client.ask('P', `\0SELECT ${index}::text\0\0\0`, endsWith(PARSE_COMPLETE))
    const bound = await client.ask('B', '\0\0\0\0\0\0\0\0', endsWith(BIND_COMPLETE))
    const rows = await client.ask('E', '\0\0\0\0\0', endsWith('SELECT 1\0'))
    return [parsed, bound, rows, await client.ask('S', '')].join('')
  })
  const [first, second] = await Promise.all(answers)
  expect(first).toContain(`\0\x01${'0'}`)
  expect(second).toContain(`\0\x01${'1'}`)
  for (const { socket } of clients) socket.destroy()
})

test('the server closes a connection that does not use the Postgres protocol', async () => {
  const socket = connect(Number(new URL(database.url).port), '127.0.0.1')
  socket.end('GET / HTTP/1.1\r\n\r\n')
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
})

function endsWith(end: string): (received: string) => boolean {
  return (received) => received.endsWith(end)
}

function isReady(received: string): boolean {
  return ['I', 'T', 'E'].some((state) => received.endsWith(`Z\0\0\0\x05${state}`))
}

const PARSE_COMPLETE = '1\0\0\0\x04'
const BIND_COMPLETE = '2\0\0\0\x04'

/** A connection on which a test sends single messages of the Postgres protocol. */
async function rawClient(): Promise<{
  socket: Socket
  send: (type: string, body: string) => void
  /** Sends a message and returns the response up to its end, by default ReadyForQuery. */
  ask: (type: string, body: string, isComplete?: (received: string) => boolean) => Promise<string>
}> {
  const socket = connect(Number(new URL(database.url).port), '127.0.0.1').setNoDelay(true)
  socket.setEncoding('latin1')
  const send = (type: string, body: string): void => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(Buffer.byteLength(body) + 4)
    socket.write(Buffer.concat([Buffer.from(type), length, Buffer.from(body)]))
  }
  let received = ''
  const ask = async (type: string, body: string, isComplete = isReady): Promise<string> => {
    send(type, body)
    for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
      received += String(chunk)
      if (isComplete(received)) break
    }
    const answer = received
    received = ''
    return answer
  }
  await ask('', '\0\x03\0\0user\0postgres\0\0')
  return { socket, send, ask }
}
