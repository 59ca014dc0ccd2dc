import type { ReplyHeaders } from '../errors/http-error.ts'
import { quietly, type Sink } from './logger.ts'
import type { BaseRequest, Middleware } from '../contract/types.ts'

/**
 * Collects the headers of responses that no middleware has seen: a refused target, a request that the
 * host's parser has refused, a last 500.
 */
export function headersOutside(
  use: readonly Middleware<never>[],
  sink: Sink,
): (request?: BaseRequest) => ReplyHeaders {
  return (request) => {
    let headers: ReplyHeaders = NOSNIFF
    for (const { outside } of use) {
      quietly(
        () => {
          const more = outside?.(request)
          headers = { ...headers, ...more }
          // A promise has no headers, and its failure must be heard.
          return more
        },
        (error) => sink.report(error, 'the headers of a middleware failed'),
      )
    }
    return headers
  }
}

/** On every response that no middleware has seen, with or without security headers (ASVS 3.4.4). */
export const NOSNIFF: ReplyHeaders = { 'x-content-type-options': 'nosniff' }
