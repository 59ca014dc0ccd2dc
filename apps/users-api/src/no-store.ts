import { type Middleware, withHeaders } from '@gimbal/core'

/**
 * Keeps every response out of caches, also responses to OPTIONS and of routes without guards.
 *
 * @example
 * createApp({ routes, use: [noStore()] })
 */
export function noStore(): Middleware {
  return async (_request, _services, next) => withHeaders(await next(), noStoreHeader)
}

const noStoreHeader = { 'cache-control': 'no-store' }
