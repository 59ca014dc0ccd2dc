import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '../src/development/open-database.ts'
import { applyMigrations, diffToSchema } from '../src/migration/migrate.ts'
import {
  copyPrismaFolder,
  fileChecksums,
  recordedChecksums,
  writeMigration,
} from './migration-folder.ts'
import { runCommand } from './run-command.ts'
import { withDb } from './with-db.ts'

// Each command is a process that starts the embedded database. The tests run in order and share the
// data folder, because creating the first database takes most of the time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let root: string
let env: { readonly DATABASE_FOLDER: string }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-commands-'))
  env = { DATABASE_FOLDER: join(root, 'database') }
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('db:migrate creates the embedded database, and Prisma can continue its migrations', async () => {
  const { folder, schema } = await copyPrismaFolder(join(root, 'prisma'))
  const names = Object.keys(await fileChecksums(folder))
  const migrated = await runCommand(['migrate', ...schema], env)
  expect(migrated.output).toBe(names.map((name) => `Applied migration ${name}\n`).join(''))
  expect(await runCommand(['status', ...schema], env)).toMatchObject({ code: 0 })

  await withOpenDatabase(async (url) => {
    // `prisma migrate deploy` makes this call of the engine.
    expect(await applyMigrations(url, folder)).toEqual([])
    expect(await diffToSchema(url, folder)).toBe('')
    await writeMigration(folder, '29991231000000_by_prisma', 'CREATE TABLE "Extra" ();')
    expect(await applyMigrations(url, folder)).toEqual(['29991231000000_by_prisma'])
    expect(await recordedChecksums(url)).toEqual(await fileChecksums(folder))
  })
})

test('db:reset empties and migrates the embedded database', async () => {
  expect((await runCommand(['reset', '--yes'], env)).code).toBe(0)
  await withOpenDatabase(async (url) => expect(await diffToSchema(url)).toBe(''))
})

test('db:seed adds only the missing users to the embedded database', async () => {
  const first = await runCommand(['seed', '--users', '2100'], env)
  expect(first.output).toMatch(/^Made 2,100 users in the embedded database in .* in [\d.]+ s\n/)
  const second = await runCommand(['seed', '--users', '2150'], env)
  expect(second.output).toMatch(/^Made 50 users.*\n2,100 users existed/)
})

test('a command connects to the embedded database that another process has open', async () => {
  await withOpenDatabase(async (url) => {
    const { code, output } = await runCommand(['seed', '--users', '2153'], env)
    expect([code, output]).toEqual([0, expect.stringContaining('which another process has open')])
    expect(await withDb(url, (db) => db.user.count())).toBe(2153)
  })
})

async function withOpenDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const { url, close } = await openDatabase({ root, env })
  await work(url).finally(close)
}
