import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startPostgres, type TestPostgres } from '../src/development/testing.ts'
import { createMigration } from '../src/migration/new-migration.ts'
import { addField, copyPrismaFolder, fileChecksums, writeMigration } from './migration-folder.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let root: string
let postgres: TestPostgres

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gimbal-migrations-'))
  postgres = await startPostgres()
})

afterAll(async () => {
  await postgres.stop()
  await rm(root, { recursive: true, force: true })
})

test('a new migration comes after the last one, even if that one is in the future', async () => {
  const { folder } = await copyPrismaFolder(root)
  await writeMigration(folder, '29991231235959_late', 'SELECT 1;')
  await addField(folder, 'nick String?')
  const before = await fileChecksums(folder)
  const startDatabase = async () => ({ url: postgres.url, stop: async () => undefined })
  const created = await createMigration('late', { folder, startDatabase })
  expect(created?.name).toBe('30000101000000_late')
  const after = await fileChecksums(folder)
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1)
  expect(after).toMatchObject(before)
})
