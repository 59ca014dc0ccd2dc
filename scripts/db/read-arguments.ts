import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PRISMA_FOLDER } from '../../prisma/src/migration/migration-files.ts'

/** What the command line asks for. */
export interface Arguments {
  readonly name: CommandName
  readonly positionals: readonly string[]
  readonly options: Options
  /** The folder of the schema and the migrations. */
  readonly folder: string
}

export type CommandName = keyof typeof USAGE

export type Options = ReturnType<typeof parseOptions>['values']

/**
 * Reads the command line of a database command. An error never repeats an argument, because it may
 * be a password.
 *
 * @example
 * readArguments(['seed', '--users', '1000']).options.users // '1000'
 */
export function readArguments(args: readonly string[]): Arguments {
  const [name = '', ...rest] = args
  if (!isCommandName(name)) throw new TypeError(`There is no db:${name}; there are ${LIST}`)
  const { values: options, positionals } = parseOptions(name, rest)
  const folder = options.schema === undefined ? PRISMA_FOLDER : dirname(resolve(options.schema))
  if (!existsSync(join(folder, 'schema.prisma')))
    throw new TypeError('There is no schema.prisma where --schema says: give the path of that file')
  return { name, positionals, options, folder }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(USAGE, name)
}

function parseOptions(name: CommandName, args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: name === 'new' })
  } catch {
    // The message of parseArgs repeats the argument.
    throw new TypeError(`db:${name} does not take that; it takes ${USAGE[name]}`)
  }
}

const OPTIONS = {
  schema: { type: 'string' },
  users: { type: 'string' },
  password: { type: 'string' },
  yes: { type: 'boolean' },
} as const

const USAGE = {
  migrate: 'nothing',
  status: 'nothing',
  new: 'a NAME, for example add_phone',
  reset: '--yes',
  seed: '--users N and --password P',
}
const LIST = Object.keys(USAGE)
  .map((name) => `db:${name}`)
  .join(', ')
