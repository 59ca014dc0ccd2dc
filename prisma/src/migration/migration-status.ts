import type { DiagnoseMigrationHistoryOutput } from '@prisma/schema-engine-wasm'
import { NO_FILTERS, PRISMA_FOLDER, migrationNames, readMigrations } from './migration-files.ts'
import { diffToSchema } from './schema-diff.ts'
import { withSchemaEngine } from './schema-engine.ts'

/** Edited: since it was applied. Missing: applied, and no longer in the folder. */
export type MigrationState = 'applied' | 'pending' | 'failed' | 'edited' | 'missing'

export interface MigrationStatus {
  readonly migrations: readonly { readonly name: string; readonly state: MigrationState }[]
  /** The SQL that the database lacks for the schema; looked for where every migration is applied. */
  readonly drift: string
}

/**
 * Compares migrations, database and schema, and changes nothing.
 *
 * @example
 * const { migrations, drift } = await migrationStatus(url)
 */
export async function migrationStatus(
  databaseUrl: string,
  folder: string = PRISMA_FOLDER,
): Promise<MigrationStatus> {
  const migrationsList = await readMigrations(folder)
  const found = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    }),
  )
  const { pending, missing } = histories(found)
  const state = (name: string): MigrationState => {
    if (found.failedMigrationNames.includes(name)) return 'failed'
    if (missing.includes(name)) return 'missing'
    if (pending.includes(name)) return 'pending'
    return found.editedMigrationNames.includes(name) ? 'edited' : 'applied'
  }
  const names = new Set([...(await migrationNames(folder)), ...missing])
  const migrations = [...names].sort().map((name) => ({ name, state: state(name) }))
  const isComplete = migrations.every(({ state }) => state === 'applied' || state === 'edited')
  return { migrations, drift: isComplete ? await diffToSchema(databaseUrl, folder) : '' }
}

function histories({ history }: DiagnoseMigrationHistoryOutput): {
  readonly pending: readonly string[]
  readonly missing: readonly string[]
} {
  switch (history?.diagnostic) {
    case undefined:
      return { pending: [], missing: [] }
    case 'databaseIsBehind':
      return { pending: history.unappliedMigrationNames, missing: [] }
    case 'migrationsDirectoryIsBehind':
      return { pending: [], missing: history.unpersistedMigrationNames }
    case 'historiesDiverge':
      return {
        pending: history.unappliedMigrationNames,
        missing: history.unpersistedMigrationNames,
      }
  }
}
