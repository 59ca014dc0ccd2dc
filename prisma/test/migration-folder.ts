import { createHash } from 'node:crypto'
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDb } from './with-db.ts'

/** Copies the schema and the migrations of this package to a folder that a test may change. */
export async function copyPrismaFolder(
  folder: string,
): Promise<{ readonly folder: string; readonly schema: readonly string[] }> {
  for (const name of ['migrations', 'schema.prisma'])
    await cp(new URL(`../${name}`, import.meta.url), join(folder, name), { recursive: true })
  return { folder, schema: ['--schema', join(folder, 'schema.prisma')] }
}

/** Adds a field to the model `User` of the schema. */
export async function addField(folder: string, field: string): Promise<void> {
  const file = join(folder, 'schema.prisma')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('model User {', `model User {\n  ${field}`))
}

/** Writes a migration with the given SQL. */
export async function writeMigration(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, 'migrations', name))
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql)
}

/** The checksums that the database records for applied migrations, by name. */
export async function recordedChecksums(url: string): Promise<Record<string, string>> {
  const rows = await withDb(
    url,
    (db) => db.$queryRaw<{ name: string; checksum: string }[]>`
      SELECT migration_name AS name, checksum FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL AND applied_steps_count = 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.checksum]))
}

/** The SHA-256 of each migration file, by name. */
export async function fileChecksums(folder: string): Promise<Record<string, string>> {
  const entries = (await readdir(join(folder, 'migrations'))).filter((name) => /^\d/.test(name))
  const checksums = entries.map(async (name) => {
    const sql = await readFile(join(folder, 'migrations', name, 'migration.sql'))
    return [name, createHash('sha256').update(sql).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(checksums))
}
