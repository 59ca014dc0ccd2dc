import type { AdapterResponse } from '../contract/adapter-types.ts'
import type { Refusal } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { BaseRequest, Middleware } from '../contract/types.ts'
import { isHttpError, type ReplyHeaders } from '../errors/http-error.ts'
import { problemResponse, withHeaders } from './create-response.ts'
import type { Exchange } from './exchange.ts'
import { finalizeFor, finalizeResponse } from './finalize-response.ts'
import { callSafely, type Logger } from './logger.ts'

/** Creates all error responses: of parsers, time limits, middleware and handlers. */
export interface ErrorResponses {
  /** Creates the response to a request whose target, Host or header fields are invalid. */
  readonly refuse: (exchange: Exchange, refusal: Refusal) => AdapterResponse
  /** Creates the response to input that is not a valid request: the host's parser refused it. */
  readonly refuseUnparsed: (refusal: Refusal) => AdapterResponse
  /** Creates the response to an error outside all middleware. Never throws. */
  readonly lastResort: (exchange: Exchange, error: unknown) => AdapterResponse
}

/**
 * Converts an error to a response: an `HttpError` defines it, any other is logged and becomes a
 * plain 500.
 */
export function errorToResponse(error: unknown, exchange: Exchange): HttpResponse {
  const { logger } = exchange.app
  try {
    const isKnown = isHttpError(error)
    const isLogged = !isKnown || (error.status >= 500 && error.cause !== undefined)
    if (isLogged) logger.failed(error, exchange)
    return isKnown ? problemResponse(error.status, error) : problemResponse(500)
  } catch (failed) {
    // Reading the error throws, or its headers or issues are invalid.
    logger.failed(failed, exchange)
    return problemResponse(500)
  }
}

export function createErrorResponses(
  use: readonly Middleware<never>[],
  logger: Logger,
): ErrorResponses {
  /** Returns the headers of a response that no middleware has seen. */
  const headersOutside = (id: string, request?: BaseRequest): ReplyHeaders => {
    let headers: ReplyHeaders = NOSNIFF
    for (const { outside } of use) {
      callSafely(
        () => {
          const more = outside?.(request)
          headers = { ...headers, ...more }
          // Returned, so that callSafely logs the failure of a promise, which has no headers.
          return more
        },
        (error) => logger.report(error, 'the headers of a middleware failed'),
      )
    }
    return { ...headers, 'x-request-id': id }
  }

  return {
    refuse: (exchange, { status, code }) => {
      const { id, method, client } = exchange.request
      const headers = headersOutside(id, exchange.request)
      logger.write({
        level: 'info',
        message: 'refused',
        id,
        method,
        client: client.ip,
        status,
        code,
      })
      return finalizeFor(exchange, problemResponse(status, { code, headers }))
    },

    refuseUnparsed: ({ status, code, method = 'GET', client, error }) => {
      const id = crypto.randomUUID()
      const problem = problemResponse(status, { code, headers: headersOutside(id) })
      const level = status === 500 ? 'error' : 'info'
      logger.write({ level, message: 'refused', id, client, status, code, error })
      if (level === 'error') logger.tell(error)
      return finalizeResponse(problem, { method, close: true })
    },

    lastResort: (exchange, error) => {
      try {
        const failed = errorToResponse(error, exchange)
        const headers = headersOutside(exchange.request.id, exchange.request)
        return finalizeFor(exchange, withHeaders(failed, headers))
      } catch (refused) {
        // The headers of an `HttpError` are invalid, or the host failed: use neither again.
        logger.report(refused, 'the request failed')
        return finalizeResponse(problemResponse(500), { method: 'GET', close: true })
      }
    },
  }
}

/** Creates the error response to a request that does not reach an app. */
export function errorResponse(status: number, code?: string): AdapterResponse {
  return finalizeResponse(problemResponse(status, { code, headers: NOSNIFF }), {
    method: 'GET',
    close: true,
  })
}

/**
 * Sent with every response that no middleware has seen, even without `securityHeaders()` (ASVS
 * 3.4.4).
 */
const NOSNIFF: ReplyHeaders = { 'x-content-type-options': 'nosniff' }
