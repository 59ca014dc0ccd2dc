import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyPassword } from '../../apps/users-api/src/password.ts'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { applyMigrations, diffToSchema } from '../src/migration/migrate.ts'
import { migrationNames } from '../src/migration/migration-files.ts'
import {
  addField,
  copyPrismaFolder,
  fileChecksums,
  recordedChecksums,
  writeMigration,
} from './migration-folder.ts'
import { runCommand } from './run-command.ts'
import { createDatabase, withDb } from './with-db.ts'

// Each command is a process of its own. The tests share the server, and each has its own database.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 2 })

let root: string
let postgres: TestPostgres

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-commands-'))
  postgres = await startPostgres()
})

afterAll(async () => {
  await postgres.stop()
  await rm(root, { recursive: true, force: true })
})

describe.concurrent('commands on Postgres', () => {
  test('db:new and db:migrate turn a schema change into a migration that Prisma can continue', async () => {
    const { folder, schema } = await copyPrismaFolder(join(root, 'changed'))
    const url = await createDatabase(postgres.url, 'changed')
    const env = { DATABASE_URL: url }
    expect(await runCommand(['status', ...schema], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^ {2}pending +\d{14}_users_and_sessions$/m),
    })
    const before = await migrationNames(folder)
    await addField(folder, 'nick String?')
    const created = await runCommand(['new', 'Add nick!', ...schema], env)
    expect(created.output).toContain('ALTER TABLE "User" ADD COLUMN     "nick" TEXT;')
    const names = await migrationNames(folder)
    expect(names).toEqual([...before, expect.stringMatching(/^\d{14}_add_nick$/)])

    const migrated = await runCommand(['migrate', ...schema], env)
    expect(migrated.output).toBe(names.map((name) => `Applied migration ${name}\n`).join(''))
    expect(await runCommand(['status', ...schema], env)).toMatchObject({ code: 0 })

    // `prisma migrate deploy` makes this call of the engine.
    expect(await applyMigrations(url, folder)).toEqual([])
    expect(await diffToSchema(url, folder)).toBe('')
    await writeMigration(folder, '29991231000000_by_prisma', 'CREATE TABLE "Extra" ();')
    expect(await applyMigrations(url, folder)).toEqual(['29991231000000_by_prisma'])
    expect(await recordedChecksums(url)).toEqual(await fileChecksums(folder))
  })

  test('db:new fails and writes no file if the migrations already lead to the schema', async () => {
    const { folder, schema } = await copyPrismaFolder(join(root, 'same'))
    const before = await fileChecksums(folder)
    expect(await runCommand(['new', 'nothing', ...schema], {})).toEqual({
      code: 1,
      output: 'The migrations already lead to schema.prisma: change that first\n',
    })
    expect(await fileChecksums(folder)).toEqual(before)
  })

  test('db:reset refuses without --yes, and with it empties and migrates the database', async () => {
    const url = await createDatabase(postgres.url, 'reset')
    const env = { DATABASE_URL: url }
    await withDb(url, (db) => db.$executeRaw`CREATE TABLE "Extra" ()`)
    expect(await runCommand(['reset'], env)).toEqual({
      code: 1,
      output: 'db:reset deletes all data and there is no terminal to ask: add --yes\n',
    })
    expect(await diffToSchema(url)).toContain('DROP TABLE "Extra"')
    expect((await runCommand(['reset', '--yes'], env)).code).toBe(0)
    expect(await diffToSchema(url)).toBe('')
  })

  test('db:seed adds only the missing users, and all users of one run have the same password', async () => {
    const url = await createDatabase(postgres.url, 'seeded')
    const env = { DATABASE_URL: url }
    await applyMigrations(url)
    const first = await runCommand(['seed', '--users', '2100', '--password', PASSWORD], env)
    expect(first.output).toMatch(/^Made 2,100 users in .* in [\d.]+ s\n$/)
    const second = await runCommand(['seed', '--users', '2150'], env)
    expect(second.output).toMatch(
      /^Made 50 users.*\n2,100 users existed.*\nThe password.*: \S{16}\n$/,
    )
    const users = await withDb(url, (db) => db.user.findMany())
    expect(users).toHaveLength(2150)
    expect(new Set(users.map((user) => user.name)).size).toBeGreaterThan(1900)
    expect(users.filter((user) => user.email.toLowerCase() !== user.emailKey)).toEqual([])
    const hashes = new Map<string, number>()
    for (const { passwordHash } of users)
      hashes.set(passwordHash, (hashes.get(passwordHash) ?? 0) + 1)
    expect([...hashes.values()].sort()).toEqual([2100, 50])
    expect(await verifyPassword(PASSWORD, [...hashes].find(([, n]) => n === 2100)?.[0])).toBe(true)
  })

  test('db:status and db:migrate name a migration that was edited or has failed', async () => {
    const { folder, schema } = await copyPrismaFolder(join(root, 'broken'))
    const url = await createDatabase(postgres.url, 'broken')
    const env = { DATABASE_URL: url }
    await applyMigrations(url, folder)
    const [name = ''] = await migrationNames(folder)
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), 'SELECT 2;')
    const edited = await runCommand(['status', ...schema], env)
    expect(edited.code).toBe(1)
    expect(edited.output).toContain(`  edited   ${name}\n`)

    await writeMigration(folder, '29991231000000_broken', 'ALTER TABLE "Missing" ADD COLUMN x int;')
    const failed = await runCommand(['migrate', ...schema], env)
    expect(failed.code).toBe(1)
    expect(failed.output).toMatch(
      /^Migration 29991231000000_broken failed: relation "Missing" does not exist\. .*db:reset.*\n$/m,
    )
    const again = await runCommand(['migrate', ...schema], env)
    expect(again.output).toMatch(/^Migration 29991231000000_broken failed earlier\. .*\n$/m)
    const status = await runCommand(['status', ...schema], env)
    expect(status.output).toContain('  failed   29991231000000_broken\n')
  })

  test.each([
    [['migrate'], 'postgres://secret:secret@127.0.0.1:1/app', 'cannot be reached'],
    [['migrate'], 'postgres://secret:secret@db.invalid/app', 'cannot be reached'],
    [['seed', '--users', '1'], 'postgres://secret:secret@127.0.0.1:1/app', 'cannot be reached'],
    [['status'], 'SERVER/nowhere', 'does not exist on that server'],
    [['seed', '--users', '1'], 'SERVER/nowhere', 'does not exist on that server'],
    [['seed', '--users', '1'], 'SERVER/postgres', 'run db:migrate first'],
    [['migrate'], 'mysql://secret', 'a scheme we do not know'],
    [['migrate'], 'prisma://secret/?api_key=secret', 'Accelerate'],
    [['seed'], '', 'db:seed --users 1000'],
    [['seed', '--users', '1', '--password', 'secret'], '', 'at least 8 characters'],
    [['seed', '--users', '1', '--pasword', 'secret secret'], '', '--users N and --password P'],
    [['new'], '', 'db:new add_phone'],
    [['drop'], '', 'db:migrate, db:status, db:new, db:reset, db:seed'],
  ])('%j with %j fails with one line that contains no secret', async (args, url, words) => {
    const env = { DATABASE_URL: url.replace('SERVER', postgres.url.replace(/\/postgres$/, '')) }
    const { code, output } = await runCommand(args, env)
    expect(code).toBe(1)
    expect(output).toContain(words)
    expect(output).not.toContain('secret')
    expect(output.trimEnd().split('\n')).toHaveLength(1)
  })
})

const PASSWORD = 'correct horse'
