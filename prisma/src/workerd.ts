import { PrismaPg } from '@prisma/adapter-pg'
import { withAccelerate } from '@prisma/extension-accelerate'
import { PrismaClient } from '../generated/workerd/client.ts'
import { readDatabaseUrl } from './database-url.ts'
import { dependable } from './dependable.ts'
import type { DatabaseService, Db, UrlOf } from './types.ts'

export type { DatabaseService, Db } from './types.ts'

/**
 * A client for a Worker. Over TCP it belongs to the request that made it, since workerd lets no
 * request use the socket of another; over Accelerate's HTTP it serves the whole isolate.
 *
 * @example
 * const db = createDb(env.HYPERDRIVE.connectionString)
 * context.waitUntil(db.$disconnect())
 */
export function createDb(url: string | undefined): Db {
  const target = readDatabaseUrl(url)
  switch (target.kind) {
    case 'postgres':
      return dependable(
        new PrismaClient({
          adapter: new PrismaPg({ ...ONE_CONNECTION, connectionString: target.url }),
          errorFormat: 'minimal',
          transactionOptions: { maxWait: 1_000, timeout: 5_000 },
        }) as unknown as Db,
      )
    case 'accelerate':
      // Accelerate's reads go by every extension that is added after its own.
      return dependable(
        new PrismaClient({ accelerateUrl: target.url, errorFormat: 'minimal' }) as unknown as Db,
      ).$extends(withAccelerate()) as unknown as Db
  }
}

/**
 * The database as a service of the Worker. It is asked for at each request and chooses by the URL:
 * a client per request over TCP (Hyperdrive too), disconnected after it; one per isolate over
 * Accelerate, because each new one costs a round trip and memory that is not given back.
 *
 * @example
 * toWorker(app, { services: { db: databaseService() } })
 * toWorker(app, { services: { db: databaseService((env: Env) => env.HYPERDRIVE.connectionString) } })
 */
export function databaseService(): DatabaseService<{ readonly DATABASE_URL?: string | undefined }>
export function databaseService<Env>(url: UrlOf<Env>): DatabaseService<Env>
export function databaseService(url: UrlOf<never> = defaultUrl): DatabaseService<never> {
  const shared = new Map<string, Db>()
  return {
    lifetime: 'request',
    create: (env) => {
      const target = readDatabaseUrl(url(env))
      if (target.kind === 'postgres') return createDb(target.url)
      const db = shared.get(target.url) ?? createDb(target.url)
      shared.set(target.url, db)
      return db
    },
    dispose: async (db) => {
      if (![...shared.values()].includes(db)) await db.$disconnect()
    },
  }
}

function defaultUrl(env: { readonly DATABASE_URL?: string | undefined }): string | undefined {
  return env.DATABASE_URL
}

const ONE_CONNECTION = {
  max: 1,
  connectionTimeoutMillis: 1_000,
  query_timeout: 4_500,
  application_name: 'gimbal',
}
