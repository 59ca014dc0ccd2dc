import { setTimeout as delay } from 'node:timers/promises'
import { classifyDatabaseError } from '../errors/classify-database-error.ts'
import { findConfigurationFault, type ConfigurationFault } from '../errors/configuration-fault.ts'
import { describeDatabaseUrl } from './database-url.ts'
import type { DatabaseService, Db } from './types.ts'
import { withTimeout } from './with-timeout.ts'

/** A database service that resolves after the database has responded. */
export interface ReadyDatabaseService<Env> {
  readonly lifetime: 'process'
  readonly create: (env: Env) => Promise<Db>
  readonly dispose: (db: Db) => Promise<void>
}

/** The message tells an operator what to correct. It names the database, but no user or password. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError'
}

/**
 * Makes the server start only after one query has succeeded, so that a wrong DATABASE_URL stops the
 * start and not the first request.
 *
 * @example
 * await serve(toNode(app, { services: { db: waitForDatabase(databaseService()) } }))
 */
export function waitForDatabase<Env>(
  service: DatabaseService<Env>,
  timeoutMs = 5_000,
): ReadyDatabaseService<Env> {
  return {
    lifetime: 'process',
    create: async (env) => {
      const db = service.create(env)
      try {
        await waitForAnswer(db, placeOf(env), timeoutMs)
      } catch (error) {
        void service.dispose(db).catch(() => undefined)
        throw error
      }
      return db
    },
    dispose: service.dispose,
  }
}

/** Repeats a query until it succeeds. Only an unreachable database is asked again. */
async function waitForAnswer(db: Db, place: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const left = Math.max(0, deadline - performance.now())
    try {
      await withTimeout(left, async () => db.$queryRaw`SELECT 1`)
      return
    } catch (error) {
      const isUnreachable = classifyDatabaseError(error)?.kind === 'unavailable'
      const isOver = performance.now() + RETRY_INTERVAL_MS >= deadline
      if (!isUnreachable || isOver) throw new DatabaseStartError(startMessage(error, place))
    }
    await delay(RETRY_INTERVAL_MS)
  }
}

/** Uses the codes of the error only, because its message may contain the user. */
function startMessage(error: unknown, place: string): string {
  if (classifyDatabaseError(error)?.kind === 'unavailable') {
    return `the database ${place} does not answer: start it, or correct host and port in DATABASE_URL`
  }
  const fault = findConfigurationFault(error)
  const advice = fault && ADVICE[fault]
  return advice
    ? `the database ${place} ${advice}`
    : `the database ${place} cannot be used: check host, user and options of DATABASE_URL`
}

/** Names the database; its address is not a secret. */
function placeOf(env: unknown): string {
  const { DATABASE_URL } = env as { readonly DATABASE_URL?: string }
  return describeDatabaseUrl(DATABASE_URL ?? '')
}

const RETRY_INTERVAL_MS = 200

const ADVICE: Readonly<Partial<Record<ConfigurationFault, string>>> = {
  credentials: 'refuses the user or the password: correct them in DATABASE_URL',
  database_name: 'does not exist on its server: create it, or correct its name in DATABASE_URL',
  tls: 'does not accept the TLS connection: correct sslmode or the certificate in DATABASE_URL',
  api_key: 'refuses the api_key of Accelerate: correct it in DATABASE_URL',
}
