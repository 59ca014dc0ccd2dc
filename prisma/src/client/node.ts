import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../generated/node/client.ts'
import { readDatabaseUrl } from './database-url.ts'
import { extendForAccelerate } from './extend-for-accelerate.ts'
import type { DatabaseService, Db } from './types.ts'
import { warnWithoutTls } from './warn-without-tls.ts'
import { CLIENT_OPTIONS, withResilience } from './with-resilience.ts'
import { OPERATION_TIMEOUT_MS } from './with-timeout.ts'

export { DatabaseStartError, waitForDatabase } from './wait-for-database.ts'
export type { ReadyDatabaseService } from './wait-for-database.ts'
export type { DatabaseService, Db } from './types.ts'

export interface DbOptions {
  /** The number of connections in the pool. @default 10 */
  readonly max?: number
  /** How long a query waits for a free connection, in milliseconds. @default 1000 */
  readonly connectionTimeoutMillis?: number
  /** How long an operation may take in total, in milliseconds. @default 4500 */
  readonly timeoutMs?: number
}

/**
 * Creates one client for the whole process. It connects at the first query.
 *
 * @example
 * const db = createDb(process.env.DATABASE_URL)
 * await db.user.findMany()
 * await db.$disconnect()
 */
export function createDb(url: string | undefined, options: DbOptions = {}): Db {
  const target = readDatabaseUrl(url)
  const { timeoutMs, ...pool } = options
  switch (target.kind) {
    case 'postgres': {
      const limits = poolLimits(timeoutMs)
      const adapter = new PrismaPg({ ...POOL, ...limits, ...pool, connectionString: target.url })
      const client = new PrismaClient({ ...CLIENT_OPTIONS, adapter })
      return withResilience(client, { hasCache: false, timeoutMs })
    }
    case 'accelerate': {
      const client = new PrismaClient({ ...CLIENT_OPTIONS, accelerateUrl: target.url })
      return extendForAccelerate(client, { timeoutMs })
    }
  }
}

/**
 * The database as a service of an adapter: one pool for the process, closed at shutdown.
 *
 * @example
 * toNode(app, { services: { db: databaseService() }, env: process.env })
 */
export function databaseService(
  options: DbOptions = {},
): DatabaseService<{ readonly DATABASE_URL?: string | undefined }> {
  return {
    lifetime: 'process',
    create: ({ DATABASE_URL }) => {
      const db = createDb(DATABASE_URL, options)
      warnWithoutTls(DATABASE_URL!)
      return db
    },
    dispose: (db) => db.$disconnect(),
  }
}

// The database ends a statement before the client gives it up. A longer limit of the client raises
// both limits. The URL overrides them: a pooler that refuses the connection parameter
// `statement_timeout` (PgBouncer does) needs `?statement_timeout=` in the URL.
function poolLimits(timeoutMs = OPERATION_TIMEOUT_MS): object {
  const query_timeout = Math.max(timeoutMs, OPERATION_TIMEOUT_MS)
  return { query_timeout, statement_timeout: query_timeout - 500 }
}

const POOL = {
  max: 10,
  connectionTimeoutMillis: 1_000,
  idleTimeoutMillis: 30_000,
  keepAlive: true,
  application_name: 'gimbal',
}
