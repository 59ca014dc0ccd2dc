import { PrismaPg } from '@prisma/adapter-pg'
import { withAccelerate } from '@prisma/extension-accelerate'
import { PrismaClient } from '../generated/node/client.ts'
import { readDatabaseUrl } from './database-url.ts'
import { dependable } from './dependable.ts'
import type { DatabaseService, Db } from './types.ts'

export { DatabaseStartError, probed } from './probe.ts'
export type { ProbedService } from './probe.ts'
export type { DatabaseService, Db } from './types.ts'

export interface DbOptions {
  /** Connections in the pool. @default 10 */
  readonly max?: number
  /** How long a query waits for a free connection, in milliseconds. @default 1000 */
  readonly connectionTimeoutMillis?: number
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
  switch (target.kind) {
    case 'postgres':
      return dependable(
        new PrismaClient({
          adapter: new PrismaPg({ ...POOL, ...options, connectionString: target.url }),
          errorFormat: 'minimal',
          transactionOptions: { maxWait: 1_000, timeout: 5_000 },
        }),
      )
    case 'accelerate':
      // Accelerate's reads go by every extension that is added after its own.
      return dependable(
        new PrismaClient({ accelerateUrl: target.url, errorFormat: 'minimal' }),
      ).$extends(withAccelerate()) as unknown as Db
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
    create: (env) => createDb(env.DATABASE_URL, options),
    dispose: (db) => db.$disconnect(),
  }
}

// A request should learn within 5 s that the database does not answer, whatever the reason.
// The URL has the last word: behind a pooler that refuses `statement_timeout` as a parameter of
// the connection (PgBouncer does), `?statement_timeout=` leaves it out.
const POOL = {
  max: 10,
  connectionTimeoutMillis: 1_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 4_000,
  query_timeout: 4_500,
  keepAlive: true,
  application_name: 'gimbal',
}
