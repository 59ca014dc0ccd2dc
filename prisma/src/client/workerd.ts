import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../generated/workerd/client.ts'
import { throughAccelerate } from './accelerate.ts'
import { readDatabaseUrl } from './database-url.ts'
import type { DatabaseUrl } from './database-url.ts'
import { CLIENT, dependable } from './with-resilience.ts'
import type { DependableOptions } from './with-resilience.ts'
import { warnWithoutTls } from './tls-warning.ts'
import type { DatabaseService, Db, UrlOf } from './types.ts'
import { PATIENCE } from './with-timeout.ts'

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
  return connect(readDatabaseUrl(url))
}

/** What a Worker's `env` may hold of a database. A Hyperdrive comes first. */
export interface DatabaseBindings {
  readonly DATABASE_URL?: string | undefined
  readonly HYPERDRIVE?: { readonly connectionString: string } | undefined
}

/**
 * The database as a service of the Worker. It is asked for at each request and chooses by the URL:
 * a client per request over TCP (Hyperdrive too), disconnected after it; one per isolate over
 * Accelerate, because each new one costs a round trip and memory that is not given back.
 *
 * @example
 * toWorker(app, { services: { db: databaseService() } })
 * toWorker(app, { services: { db: databaseService((env: Env) => env.REPLICA.connectionString) } })
 */
export function databaseService(): DatabaseService<DatabaseBindings>
export function databaseService<Env>(url: UrlOf<Env>): DatabaseService<Env>
export function databaseService(url: UrlOf<never> = defaultUrl): DatabaseService<never> {
  const shared = new Map<string, Db>()
  const ofRequests = new WeakSet<Db>()

  const share = (target: DatabaseUrl): Db => {
    const found = shared.get(target.url)
    if (found) return found
    const db = connect(target, (hasAnswered) => {
      // It may be waiting for its first answer on behalf of a request that is over, and for ever.
      if (!hasAnswered && shared.get(target.url) === db) shared.delete(target.url)
    })
    shared.set(target.url, db)
    return db
  }

  return {
    lifetime: 'request',
    create: (env) => {
      const target = readDatabaseUrl(url(env))
      if (target.kind === 'accelerate') return share(target)
      warnWithoutTls(target.url)
      const db = connect(target)
      ofRequests.add(db)
      return db
    },
    dispose: async (db) => {
      if (ofRequests.has(db)) await db.$disconnect()
    },
  }
}

function defaultUrl(env: DatabaseBindings): string | undefined {
  return env.HYPERDRIVE?.connectionString ?? env.DATABASE_URL
}

function connect(target: DatabaseUrl, onSilence?: DependableOptions['onSilence']): Db {
  switch (target.kind) {
    case 'postgres': {
      const adapter = new PrismaPg({ ...ONE_CONNECTION, connectionString: target.url })
      const client = new PrismaClient({ ...CLIENT, adapter }) as unknown as Db
      return dependable(client, { hasCache: false })
    }
    case 'accelerate': {
      const client = new PrismaClient({ ...CLIENT, accelerateUrl: target.url }) as unknown as Db
      return throughAccelerate(client, { onSilence })
    }
  }
}

const ONE_CONNECTION = {
  max: 1,
  connectionTimeoutMillis: 1_000,
  query_timeout: PATIENCE,
  application_name: 'gimbal',
}
