import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '../../prisma/src/errors/describe-error.ts'
import { openDatabase, type OpenDatabase } from '../../prisma/src/development/open-database.ts'
import type { Command } from './command.ts'
import { migrate, newMigration, status } from './migrations.ts'
import { readArguments, type CommandName } from './read-arguments.ts'
import { reset } from './reset.ts'
import { seed } from './seed.ts'

/**
 * Runs `migrate`, `status`, `new`, `reset` or `seed` and returns the exit code.
 *
 * @example
 * process.exitCode = await runCommand(['seed', '--users', '1000'])
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  let database: OpenDatabase | undefined
  try {
    const parsed = readArguments(args)
    const envFile = join(ROOT, '.env')
    if (existsSync(envFile)) process.loadEnvFile(envFile)
    const open = async () => (database = await openDatabase({ root: ROOT, env: process.env }))
    return await COMMANDS[parsed.name]({ ...parsed, openDatabase: open })
  } catch (error) {
    console.error(describeError(error, database?.title ?? 'the database'))
    return 1
  } finally {
    await database?.close()
  }
}

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  migrate,
  status,
  new: newMigration,
  reset,
  seed,
}
const ROOT = join(import.meta.dirname, '../..')
