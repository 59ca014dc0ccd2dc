import { classifyDatabaseError } from './classify-database-error.ts'
import { findConfigurationFault, type ConfigurationFault } from './configuration-fault.ts'
import { DatabaseUrlError } from './database-url-error.ts'
import { errorMessage, firstLine } from './first-line.ts'
import { MigrationError } from './migration-error.ts'

/**
 * Describes in one line why a database command failed and what to do. The line contains no part of
 * DATABASE_URL.
 *
 * @example
 * console.error(describeError(error, 'the database of DATABASE_URL'))
 */
export function describeError(error: unknown, title: string): string {
  const message = errorMessage(error)
  if (error instanceof DatabaseUrlError || error instanceof MigrationError) return message
  const problem =
    findConfigurationFault(error) ??
    PROBLEM_OF_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ??
    (classifyDatabaseError(error)?.kind === 'unavailable' ? 'unreachable' : undefined)
  return problem ? `${capitalize(title)} ${ADVICE[problem]}` : firstLine(error)
}

type Problem = ConfigurationFault | 'unreachable'

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const ADVICE: Readonly<Record<Problem, string>> = {
  credentials: 'refuses the user or the password: correct them in DATABASE_URL',
  database_name: 'does not exist on that server: create it, or name another in DATABASE_URL',
  tls: 'does not accept the TLS connection: see sslmode in DATABASE_URL',
  api_key: 'refuses the api_key: correct it in DATABASE_URL',
  no_tables: 'has no tables yet: run db:migrate first',
  no_permission: 'does not let this user do that: use a user who owns the tables',
  unreachable:
    'cannot be reached: check that it runs, and that DATABASE_URL has the right host and port',
}

// The schema engine throws messages without a code.
const PROBLEM_OF_MESSAGE: readonly (readonly [RegExp, Problem])[] = [
  [/^Can't reach database server/, 'unreachable'],
  [/^Authentication failed|was denied access/, 'credentials'],
  [/^Database .* does not exist/, 'database_name'],
  [/^Error opening a TLS connection/, 'tls'],
]
