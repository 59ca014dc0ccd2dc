import { errorMessage, firstLine } from './first-line.ts'

/**
 * Thrown when a migration fails, or when it has failed in an earlier run.
 *
 * @example
 * throw new MigrationError('20261123160000_users_and_sessions', error)
 */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'

  constructor(migration: string, cause: unknown) {
    const hasFailedBefore = /failed migrations/.test(errorMessage(cause))
    const reason = hasFailedBefore ? 'failed earlier' : `failed: ${firstLine(cause)}`
    super(`Migration ${migration} ${reason}. ${ADVICE}`, { cause })
  }
}

const ADVICE =
  'Correct its SQL. Then delete all data with db:reset, or keep the data and run: prisma migrate resolve --rolled-back NAME'
