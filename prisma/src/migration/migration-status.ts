import type { DiagnoseMigrationHistoryOutput } from '@prisma/schema-engine-wasm'
import { NO_FILTERS, PRISMA_FOLDER, migrationNames, readMigrations } from './migration-files.ts'
import { diffToSchema } from './schema-diff.ts'
import { withSchemaEngine } from './schema-engine.ts'

/**
 * The state of a migration. `edited` means that its file has changed since it was applied; `missing`
 * means that it was applied and its file is no longer in the folder.
 */
export type MigrationState = 'applied' | 'pending' | 'failed' | 'edited' | 'missing'

export interface MigrationStatus {
  readonly migrations: readonly { readonly name: string; readonly state: MigrationState }[]
  /**
   * The SQL that leads from the database to the schema. It is empty if they agree, or if a migration
   * is not applied yet.
   */
  readonly drift: string
}

/**
 * Compares the migrations, the database and the schema. It changes nothing.
 *
 * @example
 * const { migrations, drift } = await migrationStatus(url)
 */
export async function migrationStatus(
  databaseUrl: string,
  folder: string = PRISMA_FOLDER,
): Promise<MigrationStatus> {
  const migrationsList = await readMigrations(folder)
  const diagnosis = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    }),
  )
  const { pending, missing } = readHistory(diagnosis)
  const state = (name: string): MigrationState => {
    if (diagnosis.failedMigrationNames.includes(name)) return 'failed'
    if (missing.includes(name)) return 'missing'
    if (pending.includes(name)) return 'pending'
    return diagnosis.editedMigrationNames.includes(name) ? 'edited' : 'applied'
  }
  const names = new Set([...(await migrationNames(folder)), ...missing])
  const migrations = [...names].sort().map((name) => ({ name, state: state(name) }))
  const isComplete = migrations.every(({ state }) => state === 'applied' || state === 'edited')
  return { migrations, drift: isComplete ? await diffToSchema(databaseUrl, folder) : '' }
}

function readHistory({ history }: DiagnoseMigrationHistoryOutput): {
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
