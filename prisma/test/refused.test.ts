import { HttpError } from '@gimbal/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { classifyDatabaseError } from '../src/errors/classify-database-error.ts'
import { applyMigrations } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { rejectionOf, userData } from './rejection-of.ts'

// The tests start real servers, which take a while on a slow machine.
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

describe('errors of the database', () => {
  test('a second row with the same e-mail gives 409 and the name of the constraint', async () => {
    await db.user.create({ data: userData('twice@db.test') })
    const error = await rejectionOf(db.user.create({ data: userData('twice@db.test') }))
    expect(error).toMatchObject({ status: 409, code: 'conflict' })
    expect(classifyDatabaseError(error)).toEqual({
      kind: 'unique',
      constraint: 'User_emailKey_key',
    })
  })

  test('a session of a missing user gives 409 and the kind foreign_key', async () => {
    const data = { tokenHash: 'none', userId: 2_000_000_000, expiresAt: new Date() }
    const error = await rejectionOf(db.session.create({ data }))
    expect(error).toMatchObject({ status: 409 })
    expect(classifyDatabaseError(error)).toMatchObject({ kind: 'foreign_key' })
  })

  test('deleting a missing row gives 404', async () => {
    const where = { id: 2_000_000_000 }
    expect(await rejectionOf(db.user.delete({ where }))).toMatchObject({ status: 404 })
  })

  test('an id that is too large for int4 gives 404', async () => {
    const error = await rejectionOf(db.$queryRaw`SELECT 1 WHERE ${2 ** 31}::int4 = 1`)
    expect(error).toMatchObject({ status: 404, code: 'not_found' })
    const where = { id: 2 ** 40 }
    expect(await rejectionOf(db.user.findUnique({ where }))).toMatchObject({ status: 404 })
  })

  test('a NUL byte gives 400', async () => {
    const error = await rejectionOf(db.user.create({ data: userData('nul\0@db.test') }))
    expect(error).toMatchObject({ status: 400, code: 'invalid_string' })
  })

  test('a key that is too long for its index gives 413', async () => {
    // The bytes are random, because Postgres compresses a key before it measures it.
    const bytes = crypto.getRandomValues(new Uint8Array(30_000))
    const error = await rejectionOf(
      db.user.create({ data: userData(Buffer.from(bytes).toString('hex')) }),
    )
    expect(error).toMatchObject({ status: 413 })
  })

  test('an error that is a bug is not converted', async () => {
    const error = await rejectionOf(db.$queryRaw`SELECT nonsense`)
    expect(classifyDatabaseError(error)).toBeUndefined()
    expect(error).not.toHaveProperty('status')
  })
})

describe('transactions', () => {
  test('an error of the callback rolls the transaction back and is rethrown unchanged', async () => {
    const refused = new HttpError(422, { code: 'refused', cause: { code: 'P2002' } })
    const work = db.$transaction(async (tx) => {
      await tx.user.create({ data: userData('rolled-back@db.test') })
      throw refused
    })
    expect(await rejectionOf(work)).toBe(refused)
    expect(await db.user.count({ where: { emailKey: 'rolled-back@db.test' } })).toBe(0)
  })

  test('a failed list of writes is rolled back and gives 409', async () => {
    const work = db.$transaction([
      db.user.create({ data: userData('listed@db.test') }),
      db.user.create({ data: userData('listed@db.test') }),
    ])
    expect(await rejectionOf(work)).toMatchObject({ status: 409 })
    expect(await db.user.count({ where: { emailKey: 'listed@db.test' } })).toBe(0)
  })
})
