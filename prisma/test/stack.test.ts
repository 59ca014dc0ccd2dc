import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startEmbeddedDatabase } from '../src/development/embedded-database.ts'
import type { EmbeddedDatabase } from '../src/development/embedded-database.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import { startWorker } from './start-worker.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let folder: string
let database: EmbeddedDatabase

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-embedded-'))
  database = await startEmbeddedDatabase({ folder: join(folder, 'data'), port: 0 })
  await applyMigrations(database.url)
})

afterAll(async () => {
  await database.stop()
  await rm(folder, { recursive: true, force: true })
})

test('Node creates and finds a row in the embedded database', async () => {
  const db = createDb(database.url)
  const data = { name: 'Ada', email: 'Ada@node.test', emailKey: 'ada@node.test', passwordHash: '' }
  const created = await db.user.create({ data })
  expect(await db.user.findMany({ where: { id: created.id } })).toEqual([created])
  await db.$disconnect()
})

test('workerd creates and finds rows in the embedded database with 20 concurrent requests', async () => {
  const worker = await startWorker(database.url)
  try {
    const emails = Array.from({ length: 20 }, (_, index) => `User${index}@workerd.test`)
    const answers = await Promise.all(
      emails.map((body) => fetch(worker.url, { method: 'POST', body })),
    )
    for (const answer of answers) expect(answer.status, await answer.clone().text()).toBe(201)
    const users = (await (await fetch(worker.url)).json()) as { email: string }[]
    expect(users.map(({ email }) => email)).toEqual(expect.arrayContaining(emails))
    const again = await fetch(worker.url, { method: 'POST', body: emails[0]! })
    expect([again.status, await again.json()]).toEqual([409, { code: 'conflict' }])
  } finally {
    await worker.stop()
  }
})

test('the embedded database keeps its data over a restart', async () => {
  const before = createDb(database.url)
  const count = await before.user.count()
  await before.$disconnect()
  await database.stop()
  database = await startEmbeddedDatabase({ folder: join(folder, 'data'), port: 0 })
  const after = createDb(database.url)
  expect(await after.user.count()).toBe(count)
  await after.$disconnect()
})
