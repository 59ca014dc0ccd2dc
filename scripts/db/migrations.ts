import { relative } from 'node:path'
import { startEmbeddedDatabase } from '../../prisma/src/development/embedded-database.ts'
import { MigrationError } from '../../prisma/src/errors/migration-error.ts'
import { applyMigrations } from '../../prisma/src/migration/migrate.ts'
import { migrationStatus } from '../../prisma/src/migration/migration-status.ts'
import { createMigration } from '../../prisma/src/migration/new-migration.ts'
import type { CommandContext } from './command.ts'

/**
 * `db:migrate`: applies the pending migrations.
 *
 * @example
 * await migrate(context)
 */
export async function migrate({ folder, openDatabase }: CommandContext): Promise<number> {
  const { url, title } = await openDatabase()
  const { migrations } = await migrationStatus(url, folder)
  for (const { name, state } of migrations) {
    if (state === 'edited') console.warn(`The file of the applied migration ${name} has changed`)
    if (state === 'missing') console.warn(`The file of the applied migration ${name} is missing`)
  }
  const applied = await applyMigrations(url, folder).catch(async (error: unknown) => {
    throw await nameFailedMigration(error, { url, folder })
  })
  for (const name of applied) console.log(`Applied migration ${name}`)
  if (applied.length === 0) console.log(`Nothing to apply: ${title} is up to date`)
  return 0
}

/**
 * `db:status`: lists the state of each migration and the difference between the schema and the
 * database. The exit code is 1 if there is something to do.
 *
 * @example
 * await status(context)
 */
export async function status({ folder, openDatabase }: CommandContext): Promise<number> {
  const { url, title } = await openDatabase()
  const { migrations, drift } = await migrationStatus(url, folder)
  for (const { name, state } of migrations) console.log(`  ${state.padEnd(8)} ${name}`)
  const states = new Set(migrations.map(({ state }) => state))
  const advice = ADVICE.find(([state]) => states.has(state))?.[1]
  if (advice) console.log(`In ${title} ${advice}`)
  else if (drift) console.log(`The schema and ${title} differ (db:new NAME):\n\n${drift.trim()}`)
  else console.log(`Schema, migrations and ${title} agree`)
  return advice || drift ? 1 : 0
}

/**
 * `db:new NAME`: writes the migration that leads to the schema.
 *
 * @example
 * await newMigration({ ...context, positionals: ['add_phone'] })
 */
export async function newMigration({ positionals, folder }: CommandContext): Promise<number> {
  if (positionals.length === 0) throw new TypeError('db:new takes a name: db:new add_phone')
  const startDatabase = () => startEmbeddedDatabase({ port: 0 })
  const created = await createMigration(positionals.join(' '), { folder, startDatabase })
  if (!created) throw new Error('The migrations already lead to schema.prisma: change that first')
  console.log(`Wrote ${relative(process.cwd(), created.file)}:\n\n${created.sql.trim()}\n`)
  if (/\bDROP (TABLE|COLUMN)\b/.test(created.sql))
    console.warn('It drops data. If you renamed something, write RENAME instead')
  console.log('Read it, then apply it with db:migrate')
  return 0
}

/** The error of the driver does not name the migration, so the name comes from the database. */
async function nameFailedMigration(
  cause: unknown,
  { url, folder }: { readonly url: string; readonly folder: string },
): Promise<unknown> {
  const status = await migrationStatus(url, folder).catch(() => undefined)
  const failed = status?.migrations.find(({ state }) => state === 'failed')?.name
  return failed === undefined ? cause : new MigrationError(failed, cause)
}

const ADVICE = [
  ['failed', 'a migration has failed: correct its SQL, then db:reset, or prisma migrate resolve'],
  ['pending', 'some migrations are not applied: run db:migrate'],
  ['missing', 'there are migrations that this folder lacks, from another branch: db:reset'],
  ['edited', 'an applied migration differs from its file: undo the edit, or db:reset'],
] as const
