import { NO_FILTERS, PRISMA_FOLDER, readSchema } from './migration-files.ts'
import { withSchemaEngine } from './schema-engine.ts'

/**
 * Returns the SQL that leads from the database to the schema. It is empty if they agree.
 *
 * @example
 * await diffToSchema(url) // '' or 'ALTER TABLE …'
 */
export async function diffToSchema(
  databaseUrl: string,
  folder: string = PRISMA_FOLDER,
): Promise<string> {
  const schema = await readSchema(folder)
  const { stdout } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', ...schema },
      to: { tag: 'schemaDatamodel', files: schema.files },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  )
  return stdout === null || stdout.startsWith('-- This is an empty migration') ? '' : stdout
}
