import { isHttpError } from '../errors/http-error.ts'
import type { RequestState } from './request-state.ts'
import { problemResponse } from './create-response.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { Middleware } from '../contract/types.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { assertObject } from '../errors/assertions.ts'

/** What answers in the middle of the middleware, a route or the reason that there is none; never fails. */
export type Endpoint = (request: RequestState, services: unknown) => Awaitable<HttpResponse>
export type Run = (
  request: RequestState,
  services: unknown,
  terminal: Endpoint,
) => Awaitable<HttpResponse>

/** An `HttpError` shapes the answer; anything else is logged once and answered opaquely. */
export function errorToResponse(error: unknown, request: RequestState): HttpResponse {
  const { logger } = request.context
  try {
    const isKnown = isHttpError(error)
    if (!isKnown || (error.status >= 500 && error.cause !== undefined))
      logger.failed(error, request)
    return isKnown ? problemResponse(error.status, error) : problemResponse(500)
  } catch (failed) {
    // What was thrown cannot be read, or its headers and issues make no response.
    logger.failed(failed, request)
    return problemResponse(500)
  }
}

/**
 * Wraps the middleware round a terminal, once. The funnel lies behind each layer, and terminals have
 * their own, so `next()` never rejects.
 */
export function composeMiddleware(use: readonly Middleware<never>[]): Run {
  return use.reduceRight<Run>(
    (inner, layer) => async (request, services, terminal) => {
      try {
        const next = async (): Promise<HttpResponse> => inner(request, services, terminal)
        const response = await layer(request, services as never, next)
        // Here and not at the gate alone: a middleware outside this one reads what it gets.
        assertObject('a response', response)
        return response
      } catch (error) {
        return errorToResponse(error, request)
      }
    },
    (request, services, terminal) => terminal(request, services),
  )
}
