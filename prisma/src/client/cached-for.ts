/** How old an answer of Accelerate's cache may be, in seconds. */
export interface CacheStrategy {
  /** Served from the cache without asking the database. */
  readonly ttl?: number
  /** Served once more after that, while the database is asked for the next one. */
  readonly swr?: number
  /** Names by which `$accelerate.invalidate` drops it earlier. */
  readonly tags?: readonly string[]
}

/**
 * Lets Accelerate answer a read from its cache; over TCP, where there is none, it does nothing. Not
 * for what its reader has just written, nor for anything that decides who may do what.
 *
 * @example
 * await db.user.findMany({ ...cachedFor({ ttl: 30, swr: 60 }), select: { id: true, name: true } })
 */
export function cachedFor(strategy: CacheStrategy): object {
  // The type says nothing of it, so that a `Db` is the same on every host.
  return { cacheStrategy: strategy }
}
