import type { PrismaClient } from '../../generated/node/client.ts'

export type { Session, User } from '../../generated/node/client.ts'

/** The database as handlers see it, the same type on every host. */
export type Db = PrismaClient

/** A service as the adapters take it: `services: { db: databaseService() }`. */
export interface DatabaseService<Env> {
  readonly lifetime: 'process' | 'request'
  readonly create: (env: Env) => Db
  readonly dispose: (db: Db) => Promise<void>
}

/** Finds the connection string in what the host gives as its environment. */
export type UrlOf<Env> = (env: Env) => string | undefined
