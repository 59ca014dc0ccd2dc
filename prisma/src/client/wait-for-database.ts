import { setTimeout as delay } from 'node:timers/promises'
import { classifyDatabaseError } from '../errors/classify-database-error.ts'
import { findConfigurationFault, type ConfigurationFault } from '../errors/configuration-fault.ts'
import type { DatabaseService, Db } from './types.ts'
import { withTimeout } from './with-timeout.ts'

/** A database service that resolves after the database has responded. */
export interface ReadyDatabaseService<Env> {
  readonly lifetime: 'process'
  readonly create: (env: Env) => Promise<Db>
  readonly dispose: (db: Db) => Promise<void>
}

/** The message tells an operator what to correct. It contains no value of the connection string. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError'
}

/**
 * Makes the server start only after one query has succeeded, so that a wrong DATABASE_URL stops
 * the
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
        await waitForAnswer(db, timeoutMs)
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
async function waitForAnswer(db: Db, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const left = Math.max(0, deadline - performance.now())
    try {
      await withTimeout(left, async () => db.$queryRaw`SELECT 1`)
      return
    } catch (error) {
      const message = startMessage(error)
      const isOver = performance.now() + RETRY_INTERVAL_MS >= deadline
      if (message !== UNREACHABLE || isOver) throw new DatabaseStartError(message)
    }
    await delay(RETRY_INTERVAL_MS)
  }
}

/** Uses the codes of the error only, because its message may name the host and the user. */
function startMessage(error: unknown): string {
  if (classifyDatabaseError(error)?.kind === 'unavailable') return UNREACHABLE
  const fault = findConfigurationFault(error)
  return (fault && MESSAGES[fault]) ?? UNUSABLE
}

const RETRY_INTERVAL_MS = 200
const UNREACHABLE =
  'the database of DATABASE_URL does not answer: start it, or correct host and port in DATABASE_URL'
const UNUSABLE =
  'the database of DATABASE_URL cannot be used: check its host, its user and its options'

const MESSAGES: Readonly<Partial<Record<ConfigurationFault, string>>> = {
  credentials:
    'the database refuses the user or the password of DATABASE_URL: correct them in DATABASE_URL',
  database_name:
    'the database that DATABASE_URL names does not exist on its server: create it, or correct its name',
  tls: 'the TLS connection to the database fails: correct sslmode or the certificate in DATABASE_URL',
  api_key: 'Accelerate refuses the api_key of DATABASE_URL: correct it in DATABASE_URL',
}
