/** How old a cached result may be, in seconds. */
export interface CacheStrategy {
  /** For this time Accelerate responds from its cache without a query. */
  readonly ttl?: number
  /** For this time after `ttl` Accelerate responds from its cache and refreshes it with a query. */
  readonly swr?: number
  /** Tags with which `$accelerate.invalidate` removes the result earlier. */
  readonly tags?: readonly string[]
}

/**
 * Lets Accelerate serve a read from its cache, for data that may be some seconds old; over TCP it
 * has no effect.
 *
 * @example
 * await db.user.findMany({ ...cachedFor({ ttl: 30, swr: 60 }), select: { id: true, name: true } })
 */
export function cachedFor(strategy: CacheStrategy): object {
  // The return type hides the property, so that `Db` has the same type on every host.
  return { cacheStrategy: strategy }
}
