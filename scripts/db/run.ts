import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { explainFailure } from '../../prisma/src/errors/describe-error.ts'
import { PRISMA_FOLDER } from '../../prisma/src/migration/migration-files.ts'
import { openDatabase } from '../../prisma/src/development/open-database.ts'
import type { OpenDatabase } from '../../prisma/src/development/open-database.ts'
import { migrate, newMigration, status } from './migrations.ts'
import { reset } from './reset.ts'
import { seed } from './seed.ts'

/** What a command is told. */
export interface Task {
  readonly words: readonly string[]
  readonly options: Options
  /** The folder of the schema and the migrations. */
  readonly folder: string
  readonly open: () => Promise<OpenDatabase>
}

/**
 * Runs `migrate`, `status`, `new`, `reset` or `seed` and gives the exit code.
 *
 * @example
 * process.exitCode = await runCommand(['seed', '--users', '1000'])
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  let database: OpenDatabase | undefined
  try {
    const { command, task } = readArguments(args)
    const envFile = join(ROOT, '.env')
    if (existsSync(envFile)) process.loadEnvFile(envFile)
    const open = async () => (database = await openDatabase({ root: ROOT, env: process.env }))
    return await command({ ...task, open })
  } catch (error) {
    console.error(explainFailure(error, database?.title ?? 'the database'))
    return 1
  } finally {
    await database?.close()
  }
}

function readArguments(args: readonly string[]) {
  const [name = '', ...rest] = args
  const command = COMMANDS.get(name)
  if (!command) throw new TypeError(`There is no db:${name}; there are ${LIST}`)
  const { values: options, positionals: words } = parse(name, rest)
  const folder = options.schema === undefined ? PRISMA_FOLDER : dirname(resolve(options.schema))
  if (!existsSync(join(folder, 'schema.prisma')))
    throw new TypeError('There is no schema.prisma where --schema says: give the path of that file')
  return { command, task: { words, options, folder } }
}

function parse(name: string, args: string[]) {
  const allowed = { schema: { type: 'string' }, ...OPTIONS } as const
  try {
    return parseArgs({ args, options: allowed, allowPositionals: name === 'new' })
  } catch {
    // Node's own words repeat the argument, which may be a password.
    throw new TypeError(`db:${name} does not take that; it takes ${USAGE[name]}`)
  }
}

type Options = ReturnType<typeof parse>['values']

const OPTIONS = {
  users: { type: 'string' },
  password: { type: 'string' },
  yes: { type: 'boolean' },
} as const

const USAGE: Readonly<Record<string, string>> = {
  migrate: 'nothing',
  status: 'nothing',
  new: 'a NAME, as add_phone',
  reset: '--yes',
  seed: '--users N and --password P',
}
const COMMANDS = new Map([
  ['migrate', migrate],
  ['status', status],
  ['new', newMigration],
  ['reset', reset],
  ['seed', seed],
])
const LIST = [...COMMANDS.keys()].map((name) => `db:${name}`).join(', ')
const ROOT = join(import.meta.dirname, '../..')
