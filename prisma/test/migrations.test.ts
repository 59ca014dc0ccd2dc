import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { applyMigrations, diffToSchema } from '../src/migration/migrate.ts'
import { createDb, type Db } from '../src/client/node.ts'
import { withSchemaEngine } from '../src/migration/schema-engine.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { createDatabase } from './with-db.ts'

// The tests start real servers, which take a while on a slow machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const FOLDER = new URL('../migrations/', import.meta.url)

let postgres: TestPostgres
let db: Db

beforeAll(async () => {
  postgres = await startPostgres()
  db = createDb(postgres.url)
})

afterAll(async () => {
  await db.$disconnect()
  await postgres.stop()
})

test('two concurrent runs apply each migration once', async () => {
  const names = await migrationNames()
  const both = await Promise.all([applyMigrations(postgres.url), applyMigrations(postgres.url)])
  expect(both.flat().sort()).toEqual(names)
  expect(await applyMigrations(postgres.url)).toEqual([])
})

test('the migration sets lastUsedAt of existing sessions to its own time', async () => {
  const older = await createDatabase(postgres.url, 'older')
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-migrations-'))
  const first = '20261123160000_users_and_sessions'
  await cp(fileURLToPath(new URL(first, FOLDER)), join(folder, 'migrations', first), {
    recursive: true,
  })
  const client = createDb(older)
  try {
    expect(await applyMigrations(older, folder)).toEqual([first])
    await client.$executeRaw`
      INSERT INTO "User" ("name", "email", "emailKey", "passwordHash", "updatedAt")
      VALUES ('Ada', 'Ada@db.test', 'ada@db.test', 'hash', now())`
    await client.$executeRaw`
      INSERT INTO "Session" ("tokenHash", "userId", "createdAt", "expiresAt")
      VALUES ('token', 1, '2026-01-01', '2030-01-01')`
    const before = Date.now()
    expect(await applyMigrations(older)).toEqual((await migrationNames()).slice(1))
    const session = await client.session.findUniqueOrThrow({ where: { tokenHash: 'token' } })
    expect(session).toMatchObject({
      id: 1,
      userId: 1,
      createdAt: new Date('2026-01-01'),
      expiresAt: new Date('2030-01-01'),
    })
    expect(Math.abs(session.lastUsedAt.getTime() - before)).toBeLessThan(60_000)
    // The earlier version of the API may still run, and it writes sessions like this.
    await client.$executeRaw`
      INSERT INTO "Session" ("tokenHash", "userId", "expiresAt") VALUES ('new', 1, '2030-01-01')`
    expect(await client.session.count({ where: { lastUsedAt: { gte: session.lastUsedAt } } })).toBe(
      2,
    )
  } finally {
    await client.$disconnect()
    await rm(folder, { recursive: true, force: true })
  }
})

test("Prisma's table records the SHA-256 of each migration file", async () => {
  const rows = await db.$queryRaw`
    SELECT migration_name, checksum, applied_steps_count, finished_at IS NOT NULL AS finished
    FROM _prisma_migrations ORDER BY migration_name`
  const expected = (await migrationNames()).map(async (name) => ({
    migration_name: name,
    checksum: createHash('sha256')
      .update(await readFile(new URL(`${name}/migration.sql`, FOLDER)))
      .digest('hex'),
    applied_steps_count: 1,
    finished: true,
  }))
  expect(rows).toEqual(await Promise.all(expected))
})

test('the migrations lead to the schema', async () => {
  expect(await diffToSchema(postgres.url)).toBe('')
})

test('a column that is not in the schema is reported as drift', async () => {
  await db.$executeRaw`ALTER TABLE "User" ADD COLUMN "extra" text`
  expect(await diffToSchema(postgres.url)).toContain('DROP COLUMN "extra"')
  await db.$executeRaw`ALTER TABLE "User" DROP COLUMN "extra"`
})

test('a script with semicolons in strings and functions runs correctly', async () => {
  const script = `
    CREATE FUNCTION greet() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;
    SELECT greet();`
  await withSchemaEngine(postgres.url, (engine) =>
    engine.dbExecute({ datasourceType: { tag: 'url', url: postgres.url }, script }),
  )
  expect(await db.$queryRaw`SELECT greet() AS greeting`).toEqual([{ greeting: 'a;b' }])
  await db.$executeRaw`DROP FUNCTION greet`
})

test('deleting a user deletes the sessions of the user', async () => {
  const user = await db.user.create({
    data: {
      name: 'Ada',
      email: 'ada@db.test',
      emailKey: 'ada@db.test',
      passwordHash: '',
      sessions: { create: { tokenHash: 'hash', expiresAt: new Date() } },
    },
  })
  await db.user.delete({ where: { id: user.id } })
  expect(await db.session.count()).toBe(0)
})

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
