import { readDatabaseUrl } from '../client/database-url.ts'
import { NO_FILTERS, PRISMA_FOLDER, readMigrations } from './migration-files.ts'
import { withSchemaEngine } from './schema-engine.ts'

export { diffToSchema } from './schema-diff.ts'

/**
 * Applies the pending migrations of `prisma/migrations` and returns their names. Like
 * `prisma migrate deploy`, it records them in the table `_prisma_migrations`.
 *
 * @example
 * await applyMigrations(process.env.DATABASE_URL) // ['20261123000000_users_and_sessions']
 */
export async function applyMigrations(
  databaseUrl: string | undefined,
  folder: string = PRISMA_FOLDER,
): Promise<string[]> {
  const { kind, url } = readDatabaseUrl(databaseUrl)
  if (kind !== 'postgres')
    throw new TypeError('Migrations need a direct postgres:// URL; Accelerate cannot run them')
  const migrationsList = await readMigrations(folder)
  const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  )
  return appliedMigrationNames
}

/**
 * Deletes all data and all tables of the database.
 *
 * @example
 * await emptyDatabase(url)
 * await applyMigrations(url)
 */
export async function emptyDatabase(databaseUrl: string): Promise<void> {
  await withSchemaEngine(databaseUrl, (engine) => engine.reset({ filter: NO_FILTERS }))
}
