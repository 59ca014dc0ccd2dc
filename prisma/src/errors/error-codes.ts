import type { DatabaseError, UnavailableReason } from './database-error.ts'

// Codes of four origins share these tables, because their forms differ: Prisma (P2002), SQLSTATE
// (23505), Node (ECONNREFUSED) and the kinds of driver adapters (DatabaseNotReachable). A code that
// is in neither table means a bug in this program and becomes a 500.

/** The database understood the request and refused it. */
export const KIND_OF_CODE: ReadonlyMap<
  string,
  Exclude<DatabaseError['kind'], 'unavailable'>
> = new Map([
  ['P2002', 'unique'],
  ['23505', 'unique'],
  ['P2003', 'foreign_key'],
  ['23503', 'foreign_key'],
  ['P2025', 'not_found'],
  ['P2001', 'not_found'],
  ['P2020', 'out_of_range'],
  ['22003', 'out_of_range'],
  ['22021', 'invalid_text'], // a NUL byte, or bytes that are not UTF-8
  ['22P05', 'invalid_text'], // the same inside JSON
  ['P2000', 'too_large'],
  ['22001', 'too_large'],
  ['54000', 'too_large'], // an index row over its limit
  ['54001', 'too_large'],
])

/** The database gave no result. The same request may succeed a moment later. */
export const UNAVAILABLE_CODES: ReadonlyMap<string, UnavailableReason> = new Map([
  ['P1001', 'unreachable'],
  // Driver adapters use these kinds. Prisma's own code for a raw query is always P2010.
  ['DatabaseNotReachable', 'unreachable'],
  ['TooManyConnections', 'too_many_connections'],
  ['ConnectionClosed', 'connection_lost'],
  ['SocketTimeout', 'timeout'],
  ['TransactionWriteConflict', 'conflict'],
  ['P1002', 'unreachable'],
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['UND_ERR_CONNECT_TIMEOUT', 'unreachable'],
  ['57P03', 'unreachable'], // starting up or shutting down, and refuses connections
  ['25006', 'unreachable'], // a replica during a failover, and refuses writes
  ['P5010', 'unreachable'], // Accelerate: fetch failed
  ['P6008', 'unreachable'], // Accelerate: no connection to the database
  ['P2037', 'too_many_connections'],
  ['53300', 'too_many_connections'],
  ['P5011', 'too_many_connections'], // Accelerate: too many requests
  ['P2024', 'pool_wait'],
  ['P2028', 'pool_wait'], // no connection in time for a transaction, or the transaction ran out
  ['P1017', 'connection_lost'],
  ['ECONNRESET', 'connection_lost'],
  ['EPIPE', 'connection_lost'],
  ['UND_ERR_SOCKET', 'connection_lost'],
  ['57P01', 'connection_lost'], // terminated by an administrator
  ['57P02', 'connection_lost'], // another backend crashed
  ['58000', 'connection_lost'], // Hyperdrive: no connection, or an internal error
  ['08000', 'connection_lost'],
  ['08003', 'connection_lost'],
  ['08006', 'connection_lost'],
  ['P1008', 'timeout'],
  ['P6004', 'timeout'], // Accelerate: the query ran too long
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['57014', 'timeout'], // statement_timeout
  ['55P03', 'timeout'], // lock_timeout
  ['P2034', 'conflict'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
])

/** Messages of errors that drivers throw without a code. */
export const UNAVAILABLE_MESSAGES: readonly (readonly [RegExp, UnavailableReason])[] = [
  [/^timeout exceeded when trying to connect$/, 'pool_wait'],
  [/^Query read timeout$/, 'timeout'],
  [/^Query timeout exceeded$/, 'timeout'], // Accelerate
  [/aborted due to timeout$/, 'timeout'], // AbortSignal.timeout
  [/^Connection terminated due to connection timeout$/, 'unreachable'],
  [/^Connection terminated/, 'connection_lost'],
  [/^Client has encountered a connection error and is not queryable/, 'connection_lost'],
  [/^fetch failed$/, 'unreachable'],
  // workerd's connect(): https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/
  [/^proxy request failed, cannot connect to the specified address/, 'unreachable'],
  [/^connection attempt failed$/, 'unreachable'], // a Hyperdrive binding of workerd
  [/^Network connection lost/, 'connection_lost'],
  [/^Stream was cancelled/, 'connection_lost'],
  // workerd: several requests waited for the client of an isolate, and the first of them has ended.
  [/^This promise was created by a request that has since ended/, 'connection_lost'],
]
