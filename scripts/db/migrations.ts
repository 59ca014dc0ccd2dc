import { relative } from 'node:path'
import { MigrationFailure } from '../../prisma/src/errors/describe-error.ts'
import { applyMigrations } from '../../prisma/src/migration/migrate.ts'
import { migrationStatus } from '../../prisma/src/migration/migration-status.ts'
import { createMigration } from '../../prisma/src/migration/new-migration.ts'
import type { Task } from './run.ts'

/**
 * `db:migrate`: applies what is new.
 *
 * @example
 * await migrate(task)
 */
export async function migrate({ folder, open }: Task): Promise<number> {
  const { url, title } = await open()
  const { migrations } = await migrationStatus(url, folder)
  for (const { name, state } of migrations)
    if (state === 'edited' || state === 'missing')
      console.warn(`Migration ${name} is applied and has been ${WORDS[state]} since`)
  const applied = await applyMigrations(url, folder).catch(async (error: unknown) => {
    throw await nameFailure(error, { url, folder })
  })
  for (const name of applied) console.log(`Applied migration ${name}`)
  if (applied.length === 0) console.log(`Nothing to apply: ${title} is up to date`)
  return 0
}

/**
 * `db:status`: tells of each migration, and whether the database is that of the schema; code 1
 * where there is something to do.
 *
 * @example
 * await status(task)
 */
export async function status({ folder, open }: Task): Promise<number> {
  const { url, title } = await open()
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
 * `db:new NAME`: writes the migration that the schema asks for.
 *
 * @example
 * await newMigration({ ...task, words: ['add_phone'] })
 */
export async function newMigration({ words, folder }: Task): Promise<number> {
  if (words.length === 0) throw new TypeError('db:new takes a name: db:new add_phone')
  const made = await createMigration(words.join(' '), folder)
  if (!made) throw new Error('The migrations already lead to schema.prisma: change that first')
  console.log(`Wrote ${relative(process.cwd(), made.file)}:\n\n${made.sql.trim()}\n`)
  if (/\bDROP (TABLE|COLUMN)\b/.test(made.sql))
    console.warn('It drops data. If something was renamed, write RENAME in its place')
  console.log('Read it through, then apply it with db:migrate')
  return 0
}

/** The driver's error does not say in which migration it happened; the table does. */
async function nameFailure(
  cause: unknown,
  { url, folder }: { readonly url: string; readonly folder: string },
): Promise<unknown> {
  const status = await migrationStatus(url, folder).catch(() => undefined)
  const failed = status?.migrations.find(({ state }) => state === 'failed')?.name
  return failed === undefined ? cause : new MigrationFailure(failed, cause)
}

const WORDS = { edited: 'edited', missing: 'removed' }
const ADVICE = [
  ['failed', 'a migration has failed: mend its SQL, then db:reset, or prisma migrate resolve'],
  ['pending', 'migrations are to be applied: db:migrate'],
  ['missing', 'there are migrations that this folder lacks: another branch made them; db:reset'],
  ['edited', 'an applied migration is not what its file says now: take the edit back, or db:reset'],
] as const
