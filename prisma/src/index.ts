export { cachedFor } from './cached-for.ts'
export { describeDatabaseError } from './error-map.ts'
export { DatabaseUrlError, readDatabaseUrl } from './database-url.ts'

export type { CacheStrategy } from './cached-for.ts'
export type { DatabaseError, UnavailableReason } from './error-map.ts'
export type { DatabaseUrl } from './database-url.ts'
export type { Db, Session, User } from './types.ts'
