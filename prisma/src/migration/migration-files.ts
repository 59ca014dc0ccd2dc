import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { MigrationList, SchemasWithConfigDir } from '@prisma/schema-engine-wasm'

/** The folder of the schema and the migrations of this repository. */
export const PRISMA_FOLDER: string = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /\/$/,
  '',
)

/** Lets the engine see every table and enum. */
export const NO_FILTERS: { externalTables: string[]; externalEnums: string[] } = {
  externalTables: [],
  externalEnums: [],
}

/**
 * Reads the migrations in the form that the engine takes, the oldest first.
 *
 * @example
 * const { migrationDirectories } = await readMigrations(PRISMA_FOLDER)
 */
export async function readMigrations(folder: string): Promise<MigrationList> {
  const baseDir = `${folder}/migrations`
  const lockFile = `${baseDir}/migration_lock.toml`
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockFile) ? await readFile(lockFile, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      (await migrationNames(folder)).map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: await readFile(`${baseDir}/${path}/migration.sql`, 'utf8') },
        },
      })),
    ),
  }
}

/**
 * Lists the names of the migrations in the folder, the oldest first.
 *
 * @example
 * await migrationNames(PRISMA_FOLDER) // ['20261123160000_users_and_sessions']
 */
export async function migrationNames(folder: string): Promise<string[]> {
  if (!existsSync(`${folder}/migrations`)) return []
  const entries = await readdir(`${folder}/migrations`, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

/**
 * Reads the schema in the form that the engine takes.
 *
 * @example
 * const { files } = await readSchema(PRISMA_FOLDER)
 */
export async function readSchema(folder: string): Promise<SchemasWithConfigDir> {
  const content = await readFile(`${folder}/schema.prisma`, 'utf8')
  return { files: [{ path: 'schema.prisma', content }], configDir: folder }
}
