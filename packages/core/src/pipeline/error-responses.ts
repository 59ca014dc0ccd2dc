import type { AdapterResponse } from '../contract/adapter-types.ts'
import type { Refusal } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { BaseRequest, Middleware } from '../contract/types.ts'
import { isHttpError, type ReplyHeaders } from '../errors/http-error.ts'
import { problemResponse, withHeaders } from './create-response.ts'
import type { Exchange } from './exchange.ts'
import { finalizeFor, finalizeResponse } from './finalize-response.ts'
import { callSafely, type Logger } from './logger.ts'

/** The one place that makes error responses, whoever fails: a parser, a clock, a middleware, a handler. */
export interface ErrorResponses {
  /** Answers a request that goes no further: its target, its Host or its header fields are bad. */
  readonly refuse: (exchange: Exchange, refusal: Refusal) => AdapterResponse
  /** Answers what never became a request: the host's parser refused it, say. */
  readonly refuseUnparsed: (refusal: Refusal) => AdapterResponse
  /** The last safety net, outside all middleware. Never throws. */
  readonly lastResort: (exchange: Exchange, error: unknown) => AdapterResponse
}

/** Turns what a step threw into a response: an `HttpError` shapes it, anything else is logged and a plain 500. */
export function errorToResponse(error: unknown, exchange: Exchange): HttpResponse {
  const { logger } = exchange.app
  try {
    const isKnown = isHttpError(error)
    const isLogged = !isKnown || (error.status >= 500 && error.cause !== undefined)
    if (isLogged) logger.failed(error, exchange)
    return isKnown ? problemResponse(error.status, error) : problemResponse(500)
  } catch (failed) {
    // The error cannot be read, or its headers and issues make no response.
    logger.failed(failed, exchange)
    return problemResponse(500)
  }
}

export function createErrorResponses(
  use: readonly Middleware<never>[],
  logger: Logger,
): ErrorResponses {
  /** The headers of a response that no middleware has seen. */
  const headersOutside = (id: string, request?: BaseRequest): ReplyHeaders => {
    let headers: ReplyHeaders = NOSNIFF
    for (const { outside } of use) {
      callSafely(
        () => {
          const more = outside?.(request)
          headers = { ...headers, ...more }
          // A promise has no headers, and its failure must be logged.
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
        // Headers of an `HttpError`, or a host that fails itself: neither is asked for anything more.
        logger.report(refused, 'the request failed')
        return finalizeResponse(problemResponse(500), { method: 'GET', close: true })
      }
    },
  }
}

/** The error response for what never reaches an app. */
export function errorResponse(status: number, code?: string): AdapterResponse {
  return finalizeResponse(problemResponse(status, { code, headers: NOSNIFF }), {
    method: 'GET',
    close: true,
  })
}

/** On every response that no middleware has seen, with or without security headers (ASVS 3.4.4). */
const NOSNIFF: ReplyHeaders = { 'x-content-type-options': 'nosniff' }
