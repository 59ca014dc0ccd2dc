import type { PrismaClient } from '../../generated/node/client.ts'

export type { Session, User } from '../../generated/node/client.ts'

/** The database client that handlers use. It has the same type on every host. */
export type Db = PrismaClient

/** A database service in the form that adapters take: `services: { db: databaseService() }`. */
export interface DatabaseService<Env> {
  readonly lifetime: 'process' | 'request'
  readonly create: (env: Env) => Db
  readonly dispose: (db: Db) => Promise<void>
}

/** Reads the connection string from the environment that the host provides. */
export type UrlOf<Env> = (env: Env) => string | undefined
