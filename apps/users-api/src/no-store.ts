import { type Middleware, withHeaders } from '@gimbal/core'

/**
 * Keeps every answer out of caches, those to OPTIONS and of routes without guards too.
 *
 * @example
 * createApp({ routes, use: [noStore()] })
 */
export function noStore(): Middleware {
  return async (_request, _services, next) => withHeaders(await next(), noStoreHeader)
}

const noStoreHeader = { 'cache-control': 'no-store' }
