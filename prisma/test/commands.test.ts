import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyPassword } from '../../apps/users-api/src/password.ts'
import { applyMigrations, diffToSchema } from '../src/migration/migrate.ts'
import { migrationNames } from '../src/migration/migration-files.ts'
import { createDb } from '../src/client/node.ts'
import { openDatabase } from '../src/development/open-database.ts'
import { startPostgres } from '../src/development/testing.ts'
import type { TestPostgres } from '../src/development/testing.ts'
import { runCommand } from './run-command.ts'

// Each command is a process with a database of its own to start.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let root: string
let postgres: TestPostgres
const opened: (() => Promise<void>)[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-commands-'))
  postgres = await startPostgres()
})

afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

afterAll(async () => {
  await postgres.stop()
  await rm(root, { recursive: true, force: true })
})

describe.each(['Postgres', 'embedded'] as const)('on %s', (kind) => {
  const env = (): Record<string, string> =>
    kind === 'Postgres'
      ? { DATABASE_URL: postgres.url }
      : { DATABASE_FOLDER: join(root, 'database') }

  test('a schema change becomes a migration, and the engine of Prisma goes on from it', async () => {
    const { folder, schema } = await copyOfPrisma(kind)
    expect(await runCommand(['status', ...schema], env())).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^ {2}pending +\d{14}_users_and_sessions$/m),
    })
    const before = await migrationNames(folder)
    await addField(folder, 'nick String?')
    const made = await runCommand(['new', 'Add nick!', ...schema], env())
    expect(made.output).toContain('ALTER TABLE "User" ADD COLUMN     "nick" TEXT;')
    const names = await migrationNames(folder)
    expect(names).toEqual([...before, expect.stringMatching(/^\d{14}_add_nick$/)])

    const migrated = await runCommand(['migrate', ...schema], env())
    expect(migrated.output).toBe(names.map((name) => `Applied migration ${name}\n`).join(''))
    expect(await runCommand(['status', ...schema], env())).toMatchObject({ code: 0 })

    // `prisma migrate deploy` is this call of the engine.
    const url = await open(env())
    expect(await applyMigrations(url, folder)).toEqual([])
    expect(await diffToSchema(url, folder)).toBe('')
    await writeMigration(folder, '29991231000000_by_prisma', 'CREATE TABLE "Extra" ();')
    expect(await applyMigrations(url, folder)).toEqual(['29991231000000_by_prisma'])
    expect(await checksumsInDatabase(url)).toEqual(await checksumsOfFiles(folder))
  })

  test('a reset empties and migrates, but not unasked', async () => {
    const refused = await runCommand(['reset'], env())
    expect(refused).toEqual({
      code: 1,
      output: 'db:reset deletes all data and there is no terminal to ask: add --yes\n',
    })
    expect((await runCommand(['reset', '--yes'], env())).code).toBe(0)
    const url = await open(env())
    expect(await diffToSchema(url)).toBe('')
  })

  test('seeding twice adds what is missing, and everyone has the one password', async () => {
    const first = await runCommand(['seed', '--users', '2100', '--password', PASSWORD], env())
    expect(first.output).toMatch(/^Made 2,100 users in .* in [\d.]+ s\n$/)
    const second = await runCommand(['seed', '--users', '2150'], env())
    expect(second.output).toMatch(/^Made 50 users.*\n2,100 were there.*\nThe password.*: \S{16}\n$/)
    const users = await withDb(await open(env()), (db) => db.user.findMany())
    expect(users).toHaveLength(2150)
    expect(new Set(users.map((user) => user.name)).size).toBeGreaterThan(1900)
    expect(users.filter((user) => user.email.toLowerCase() !== user.emailKey)).toEqual([])
    const hashes = new Map<string, number>()
    for (const { passwordHash } of users)
      hashes.set(passwordHash, (hashes.get(passwordHash) ?? 0) + 1)
    expect([...hashes.values()].sort()).toEqual([2100, 50])
    expect(await verifyPassword(PASSWORD, [...hashes].find(([, n]) => n === 2100)?.[0])).toBe(true)
  })
})

test('a command joins the embedded database that another process has open', async () => {
  const env = { DATABASE_FOLDER: join(root, 'joined') }
  const url = await open(env)
  expect((await runCommand(['migrate'], env)).code).toBe(0)
  const { output } = await runCommand(['seed', '--users', '3'], env)
  expect(output).toContain('which another process has open')
  expect(await withDb(url, (db) => db.user.count())).toBe(3)
})

test('a new migration is refused where there is no difference, and none is written over', async () => {
  const { folder, schema } = await copyOfPrisma('same')
  const before = await checksumsOfFiles(folder)
  expect(await runCommand(['new', 'nothing', ...schema], {})).toEqual({
    code: 1,
    output: 'The migrations already lead to schema.prisma: change that first\n',
  })
  // It sorts behind the last one even where the clock says otherwise.
  await writeMigration(folder, '29991231235959_late', 'SELECT 1;')
  await addField(folder, 'nick String?')
  await runCommand(['new', 'late', ...schema], {})
  expect((await migrationNames(folder)).at(-1)).toBe('30000101000000_late')
  expect(await checksumsOfFiles(folder)).toMatchObject(before)
})

test('a migration that fails or was edited is named, with what to do', async () => {
  const { folder, schema } = await copyOfPrisma('broken')
  const env = { DATABASE_URL: postgres.url }
  await runCommand(['reset', '--yes', ...schema], env)
  const [name = ''] = await migrationNames(folder)
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), 'SELECT 2;')
  const edited = await runCommand(['status', ...schema], env)
  expect(edited.code).toBe(1)
  expect(edited.output).toContain(`  edited   ${name}\n`)

  await writeMigration(folder, '29991231000000_broken', 'ALTER TABLE "Nobody" ADD COLUMN x int;')
  const failed = await runCommand(['migrate', ...schema], env)
  expect(failed.code).toBe(1)
  expect(failed.output).toMatch(
    /^Migration 29991231000000_broken failed: relation "Nobody" does not exist\. .*db:reset.*\n$/m,
  )
  const again = await runCommand(['migrate', ...schema], env)
  expect(again.output).toMatch(/^Migration 29991231000000_broken failed earlier\. .*\n$/m)
  const status = await runCommand(['status', ...schema], env)
  expect(status.output).toContain('  failed   29991231000000_broken\n')
})

test.each([
  [['migrate'], 'postgres://secret:secret@127.0.0.1:1/secret', 'cannot be reached'],
  [['migrate'], 'postgres://secret:secret@secret.invalid/secret', 'cannot be reached'],
  [['seed', '--users', '1'], 'postgres://secret:secret@127.0.0.1:1/secret', 'cannot be reached'],
  [['status'], 'SERVER/secret', 'does not exist on that server'],
  [['seed', '--users', '1'], 'SERVER/secret', 'does not exist on that server'],
  [['seed', '--users', '1'], 'SERVER/template1', 'run db:migrate first'],
  [['migrate'], 'mysql://secret', 'a scheme we do not know'],
  [['migrate'], 'prisma://secret/?api_key=secret', 'Accelerate'],
  [['seed'], '', 'db:seed --users 1000'],
  [['seed', '--users', '1', '--password', 'secret'], '', 'at least 8 characters'],
  [['seed', '--users', '1', '--pasword', 'secret secret'], '', '--users N and --password P'],
  [['new'], '', 'db:new add_phone'],
  [['drop'], '', 'db:migrate, db:status, db:new, db:reset, db:seed'],
])('%j with %j fails in one line that keeps the values', async (args, url, words) => {
  const env = { DATABASE_URL: url.replace('SERVER', postgres.url.replace(/\/postgres$/, '')) }
  const { code, output } = await runCommand(args, env)
  expect(code).toBe(1)
  expect(output).toContain(words)
  expect(output).not.toContain('secret')
  expect(output.trimEnd().split('\n')).toHaveLength(1)
})

async function open(env: Record<string, string>): Promise<string> {
  const { url, close } = await openDatabase({ root, env })
  opened.push(close)
  return url
}

async function withDb<Result>(
  url: string,
  work: (db: ReturnType<typeof createDb>) => Promise<Result>,
): Promise<Result> {
  const db = createDb(url)
  try {
    return await work(db)
  } finally {
    await db.$disconnect()
  }
}

async function copyOfPrisma(name: string): Promise<{ folder: string; schema: string[] }> {
  const folder = join(root, `prisma-${name}`)
  await cp(new URL('../migrations', import.meta.url), join(folder, 'migrations'), {
    recursive: true,
  })
  await cp(new URL('../schema.prisma', import.meta.url), join(folder, 'schema.prisma'))
  return { folder, schema: ['--schema', join(folder, 'schema.prisma')] }
}

async function addField(folder: string, field: string): Promise<void> {
  const file = join(folder, 'schema.prisma')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('model User {', `model User {\n  ${field}`))
}

async function writeMigration(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, 'migrations', name))
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql)
}

async function checksumsInDatabase(url: string): Promise<Record<string, string>> {
  const rows = await withDb(
    url,
    (db) => db.$queryRaw<{ name: string; checksum: string }[]>`
      SELECT migration_name AS name, checksum FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL AND applied_steps_count = 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.checksum]))
}

async function checksumsOfFiles(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(join(folder, 'migrations'))).filter((name) => /^\d/.test(name))
  const checksums = entries.map(async (name) => {
    const sql = await readFile(join(folder, 'migrations', name, 'migration.sql'))
    return [name, createHash('sha256').update(sql).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(checksums))
}

const PASSWORD = 'correct horse'
