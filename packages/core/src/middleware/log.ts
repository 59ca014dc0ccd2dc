import type { RequestState } from '../request.ts'
import type { Middleware } from '../types.ts'

/**
 * Writes one entry per request to the app's `log`: method, path, status, milliseconds, id. No query
 * and no header is written, so no token is.
 *
 * @example
 * createApp({ routes, use: [requestId(), log()] })
 */
export function log(): Middleware {
  return async (request, _services, next) => {
    const start = performance.now()
    const response = await next()
    const { id, method, path, operation } = request
    // Every request that reaches middleware is core's own.
    ;(request as RequestState).context.sink.write({
      // A 501 is the client's doing.
      level: response.status >= 500 && response.status !== 501 ? 'error' : 'info',
      message: 'request',
      id,
      method,
      path,
      operation,
      status: response.status,
      ms: Math.round((performance.now() - start) * 10) / 10,
    })
    return response
  }
}
