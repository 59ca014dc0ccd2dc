import type { ReplyHeaders } from '../errors/http-error.ts'
import { callSafely, type Logger } from './logger.ts'
import type { BaseRequest, Middleware } from '../contract/types.ts'

/**
 * Collects the headers of responses that no middleware has seen: a refused target, a request that the
 * host's parser has refused, a last 500.
 */
export function headersOutside(
  use: readonly Middleware<never>[],
  logger: Logger,
): (request?: BaseRequest) => ReplyHeaders {
  return (request) => {
    let headers: ReplyHeaders = NOSNIFF
    for (const { outside } of use) {
      callSafely(
        () => {
          const more = outside?.(request)
          headers = { ...headers, ...more }
          // A promise has no headers, and its failure must be heard.
          return more
        },
        (error) => logger.report(error, 'the headers of a middleware failed'),
      )
    }
    return headers
  }
}

/** On every response that no middleware has seen, with or without security headers (ASVS 3.4.4). */
export const NOSNIFF: ReplyHeaders = { 'x-content-type-options': 'nosniff' }
