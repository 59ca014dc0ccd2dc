import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { readDatabaseUrl } from './database-url.ts'
import { withSchemaEngine } from './schema-engine.ts'

/**
 * Applies what is new in `prisma/migrations` and gives the names, as `prisma migrate deploy` does,
 * with the same `_prisma_migrations` table.
 *
 * @example
 * await applyMigrations(process.env.DATABASE_URL) // ['20261123000000_users_and_sessions']
 */
export async function applyMigrations(databaseUrl: string | undefined): Promise<string[]> {
  const { kind, url } = readDatabaseUrl(databaseUrl)
  if (kind !== 'postgres')
    throw new TypeError('Migrations need a direct postgres:// URL; Accelerate cannot run them')
  const migrationsList = await readMigrations()
  const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  )
  return appliedMigrationNames
}

/**
 * The SQL that leads from the database to the schema; empty where they agree.
 *
 * @example
 * await diffToSchema(url) // '' or 'ALTER TABLE …'
 */
export async function diffToSchema(databaseUrl: string): Promise<string> {
  return diff(databaseUrl, 'database')
}

/**
 * The SQL that makes the schema in an empty database.
 *
 * @example
 * await diffFromEmpty(url) // 'CREATE TABLE …'
 */
export async function diffFromEmpty(databaseUrl: string): Promise<string> {
  return diff(databaseUrl, 'empty')
}

async function diff(databaseUrl: string, from: 'empty' | 'database'): Promise<string> {
  const content = await readFile(`${FOLDER}/schema.prisma`, 'utf8')
  const files = [{ path: 'schema.prisma', content }]
  const { stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from:
        from === 'empty' ? { tag: 'empty' } : { tag: 'schemaDatasource', files, configDir: FOLDER },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  )
  return stdout === null || stdout.startsWith('-- This is an empty migration') ? '' : stdout
}

/** The migrations as the engine takes them: Prisma's own layout, oldest first. */
async function readMigrations(): Promise<MigrationList> {
  const baseDir = `${FOLDER}/migrations`
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const migrationDirectories = names.sort().map(async (path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: await readFile(`${baseDir}/${path}/migration.sql`, 'utf8'),
      },
    },
  }))
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(`${baseDir}/migration_lock.toml`, 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  }
}

const FOLDER = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const NO_FILTERS = { externalTables: [], externalEnums: [] }
