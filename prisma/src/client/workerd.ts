import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../generated/workerd/client.ts'
import { readDatabaseUrl, type DatabaseUrl } from './database-url.ts'
import { extendForAccelerate } from './extend-for-accelerate.ts'
import type { DatabaseService, Db, UrlOf } from './types.ts'
import { warnWithoutTls } from './warn-without-tls.ts'
import { CLIENT_OPTIONS, withResilience, type ResilienceOptions } from './with-resilience.ts'
import { OPERATION_TIMEOUT_MS } from './with-timeout.ts'

export type { DatabaseService, Db } from './types.ts'

/**
 * Creates a client for a Worker. Over TCP, use it only in the request that created it, because
 * workerd does not let a request use the socket of another one. Over Accelerate, which uses HTTP,
 * one client can serve the whole isolate.
 *
 * @example
 * const db = createDb(env.HYPERDRIVE.connectionString)
 * context.waitUntil(db.$disconnect())
 */
export function createDb(url: string | undefined): Db {
  return connect(readDatabaseUrl(url))
}

/** The bindings of a Worker that name a database. HYPERDRIVE is preferred to DATABASE_URL. */
export interface DatabaseBindings {
  readonly DATABASE_URL?: string | undefined
  readonly HYPERDRIVE?: { readonly connectionString: string } | undefined
}

/**
 * The database as a service of the Worker. Over TCP, also through Hyperdrive, each request gets a
 * client that is disconnected after the response. Over Accelerate the isolate has one client,
 * because each new one costs a round trip and memory that is not freed.
 *
 * @example
 * toWorker(app, { services: { db: databaseService() } })
 * toWorker(app, { services: { db: databaseService((env: Env) => env.REPLICA.connectionString) } })
 */
export function databaseService(): DatabaseService<DatabaseBindings>
export function databaseService<Env>(url: UrlOf<Env>): DatabaseService<Env>
export function databaseService(url: UrlOf<never> = defaultUrl): DatabaseService<never> {
  const shared = new Map<string, Db>()
  const requestClients = new WeakSet<Db>()

  const getShared = (target: DatabaseUrl): Db => {
    const found = shared.get(target.url)
    if (found) return found
    const db = connect(target, (hasAnswered) => {
      // The client may wait for ever for a first response that belongs to a request that is over.
      if (!hasAnswered && shared.get(target.url) === db) shared.delete(target.url)
    })
    shared.set(target.url, db)
    return db
  }

  return {
    lifetime: 'request',
    create: (env) => {
      const target = readDatabaseUrl(url(env))
      if (target.kind === 'accelerate') return getShared(target)
      warnWithoutTls(target.url)
      const db = connect(target)
      requestClients.add(db)
      return db
    },
    dispose: async (db) => {
      if (requestClients.has(db)) await db.$disconnect()
    },
  }
}

function defaultUrl(env: DatabaseBindings): string | undefined {
  return env.HYPERDRIVE?.connectionString ?? env.DATABASE_URL
}

function connect(target: DatabaseUrl, onNoResponse?: ResilienceOptions['onNoResponse']): Db {
  switch (target.kind) {
    case 'postgres': {
      const adapter = new PrismaPg({ ...ONE_CONNECTION, connectionString: target.url })
      const client = new PrismaClient({ ...CLIENT_OPTIONS, adapter }) as unknown as Db
      return withResilience(client, { hasCache: false })
    }
    case 'accelerate': {
      const options = { ...CLIENT_OPTIONS, accelerateUrl: target.url }
      const client = new PrismaClient(options) as unknown as Db
      return extendForAccelerate(client, { onNoResponse })
    }
  }
}

const ONE_CONNECTION = {
  max: 1,
  connectionTimeoutMillis: 1_000,
  query_timeout: OPERATION_TIMEOUT_MS,
  application_name: 'gimbal',
}
