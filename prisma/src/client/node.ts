import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../generated/node/client.ts'
import { throughAccelerate } from './accelerate.ts'
import { readDatabaseUrl } from './database-url.ts'
import { CLIENT, dependable } from './with-resilience.ts'
import { warnWithoutTls } from './tls-warning.ts'
import type { DatabaseService, Db } from './types.ts'
import { PATIENCE } from './with-timeout.ts'

export { DatabaseStartError, probed } from './wait-for-database.ts'
export type { ProbedService } from './wait-for-database.ts'
export type { DatabaseService, Db } from './types.ts'

export interface DbOptions {
  /** Connections in the pool. @default 10 */
  readonly max?: number
  /** How long a query waits for a free connection, in milliseconds. @default 1000 */
  readonly connectionTimeoutMillis?: number
  /** How long an operation may take in all, in milliseconds. @default 4500 */
  readonly patience?: number
}

/**
 * One client for the whole process; nothing connects before the first query.
 *
 * @example
 * const db = createDb(process.env.DATABASE_URL)
 * await db.user.findMany()
 * await db.$disconnect()
 */
export function createDb(url: string | undefined, options: DbOptions = {}): Db {
  const target = readDatabaseUrl(url)
  const { patience, ...pool } = options
  switch (target.kind) {
    case 'postgres':
      return dependable(
        new PrismaClient({
          ...CLIENT,
          adapter: new PrismaPg({ ...POOL, ...pool, connectionString: target.url }),
        }),
        { hasCache: false, patience },
      )
    case 'accelerate':
      return throughAccelerate(new PrismaClient({ ...CLIENT, accelerateUrl: target.url }), {
        patience,
      })
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

// Shorter than PATIENCE or as long, so that what is given up is gone from the database too.
// The URL has the last word: behind a pooler that refuses `statement_timeout` as a parameter of
// the connection (PgBouncer does), `?statement_timeout=` leaves it out.
const POOL = {
  max: 10,
  connectionTimeoutMillis: 1_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 4_000,
  query_timeout: PATIENCE,
  keepAlive: true,
  application_name: 'gimbal',
}
