import type { Middleware } from '../types.ts'

/**
 * Writes one entry per request to the app's `log`: id, method, path, operation, client, subject,
 * status, milliseconds. No query and no header is written, so no token is.
 *
 * @example
 * createApp({ routes, use: [requestId(), log()] })
 */
export function log(): Middleware {
  return async (request, _services, next) => {
    const start = performance.now()
    const response = await next()
    request.log('request', {
      // A 501 is the client's doing.
      level: response.status >= 500 && response.status !== 501 ? 'error' : 'info',
      status: response.status,
      ms: Math.round((performance.now() - start) * 10) / 10,
    })
    return response
  }
}
