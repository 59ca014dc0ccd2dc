import { withHeaders } from '../pipeline/create-response.ts'
import type { Middleware } from '../contract/types.ts'

/**
 * Sends the request's id as `x-request-id`, so that clients can refer to the log entry.
 *
 * @example
 * createApp({ routes, use: [requestId(), log()] })
 */
export function requestId(): Middleware {
  return async (request, _services, next) =>
    withHeaders(await next(), { 'x-request-id': request.id })
}
