import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { MigrationList, SchemasWithConfigDir } from '@prisma/schema-engine-wasm'

/** The folder that holds this repository's schema and migrations. */
export const PRISMA_FOLDER: string = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /\/$/,
  '',
)

/** No table is kept from the engine. */
export const NO_FILTERS: { externalTables: string[]; externalEnums: string[] } = {
  externalTables: [],
  externalEnums: [],
}

/**
 * The migrations as the engine takes them: Prisma's own layout, oldest first.
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
 * The names of the migrations in the folder, oldest first.
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
 * The schema as the engine takes it.
 *
 * @example
 * const { files } = await readSchema(PRISMA_FOLDER)
 */
export async function readSchema(folder: string): Promise<SchemasWithConfigDir> {
  const content = await readFile(`${folder}/schema.prisma`, 'utf8')
  return { files: [{ path: 'schema.prisma', content }], configDir: folder }
}
