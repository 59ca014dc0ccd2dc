export { cachedFor } from './client/cached-for.ts'
export { DatabaseUrlError, readDatabaseUrl } from './client/database-url.ts'
export { classifyDatabaseError } from './errors/classify-database-error.ts'

export type { CacheStrategy } from './client/cached-for.ts'
export type { DatabaseUrl } from './client/database-url.ts'
export type { Db, Session, User } from './client/types.ts'
export type { DatabaseError, UnavailableReason } from './errors/database-error.ts'
