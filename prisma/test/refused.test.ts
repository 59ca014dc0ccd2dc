import { HttpError } from '@gimbal/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { describeDatabaseError } from '../src/errors/error-map.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb } from '../src/client/node.ts'
import type { Db } from '../src/client/node.ts'
import { startPostgres } from '../src/development/testing.ts'
import type { TestPostgres } from '../src/development/testing.ts'
import { failure, user } from './failure.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  db = createDb(postgres.url)
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

describe('what the database refuses', () => {
  test('a second row with the same e-mail is a 409 that names the constraint', async () => {
    await db.user.create({ data: user('twice@db.test') })
    const error = await failure(db.user.create({ data: user('twice@db.test') }))
    expect(error).toMatchObject({ status: 409, code: 'conflict' })
    expect(describeDatabaseError(error)).toEqual({
      kind: 'unique',
      constraint: 'User_emailKey_key',
    })
  })

  test('a session of nobody is a 409 that names the constraint', async () => {
    const data = { tokenHash: 'none', userId: 2_000_000_000, expiresAt: new Date() }
    const error = await failure(db.session.create({ data }))
    expect(error).toMatchObject({ status: 409 })
    expect(describeDatabaseError(error)).toMatchObject({ kind: 'foreign_key' })
  })

  test('an update of a row that is not there is a 404', async () => {
    const where = { id: 2_000_000_000 }
    expect(await failure(db.user.delete({ where }))).toMatchObject({ status: 404 })
  })

  test('an id beyond int4 is a 404', async () => {
    const error = await failure(db.$queryRaw`SELECT 1 WHERE ${2 ** 31}::int4 = 1`)
    expect(error).toMatchObject({ status: 404, code: 'not_found' })
    const where = { id: 2 ** 40 }
    expect(await failure(db.user.findUnique({ where }))).toMatchObject({ status: 404 })
  })

  test('a NUL byte is a 400', async () => {
    const error = await failure(db.user.create({ data: user('nul\0@db.test') }))
    expect(error).toMatchObject({ status: 400, code: 'invalid_string' })
  })

  test('a key too long for its index is a 413', async () => {
    // Random, since Postgres compresses a key before it measures it.
    const bytes = crypto.getRandomValues(new Uint8Array(30_000))
    const error = await failure(db.user.create({ data: user(Buffer.from(bytes).toString('hex')) }))
    expect(error).toMatchObject({ status: 413 })
  })

  test('a query that is our own bug stays what it is', async () => {
    const error = await failure(db.$queryRaw`SELECT nonsense`)
    expect(describeDatabaseError(error)).toBeUndefined()
    expect(error).not.toHaveProperty('status')
  })
})

describe('transactions', () => {
  test('an error of the handler leaves a transaction as it is, and rolls it back', async () => {
    const refused = new HttpError(422, { code: 'refused', cause: { code: 'P2002' } })
    const work = db.$transaction(async (tx) => {
      await tx.user.create({ data: user('rolled-back@db.test') })
      throw refused
    })
    expect(await failure(work)).toBe(refused)
    expect(await db.user.count({ where: { emailKey: 'rolled-back@db.test' } })).toBe(0)
  })

  test('a list of writes is all or nothing, and its error is mapped', async () => {
    const work = db.$transaction([
      db.user.create({ data: user('listed@db.test') }),
      db.user.create({ data: user('listed@db.test') }),
    ])
    expect(await failure(work)).toMatchObject({ status: 409 })
    expect(await db.user.count({ where: { emailKey: 'listed@db.test' } })).toBe(0)
  })
})
