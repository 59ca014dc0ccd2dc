export { cachedFor } from './client/cached-for.ts'
export { describeDatabaseError } from './errors/error-map.ts'
export { DatabaseUrlError, readDatabaseUrl } from './client/database-url.ts'

export type { CacheStrategy } from './client/cached-for.ts'
export type { DatabaseError, UnavailableReason } from './errors/error-map.ts'
export type { DatabaseUrl } from './client/database-url.ts'
export type { Db, Session, User } from './client/types.ts'
