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
  endpoint: Endpoint,
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
 * Composes the middleware round an endpoint, once. Each layer turns what it throws into a response,
 * and an endpoint never fails, so `next()` never rejects.
 */
export function composeMiddleware(use: readonly Middleware<never>[]): Run {
  return use.reduceRight<Run>(
    (inner, layer, index) => {
      const name = `middleware ${index + 1}${layer.name && ` (${layer.name})`}`
      return async (request, services, endpoint) => {
        let isCalled = false
        const next = (): Promise<HttpResponse> => {
          if (isCalled) throw new TypeError(`${name} called next() twice: it may call it once`)
          isCalled = true
          return Promise.resolve(inner(request, services, endpoint))
        }
        try {
          const response = await layer(request, services as never, next)
          // Checked in each layer, since the layers outside read the response too.
          assertObject(`a response from ${name}`, response)
          return response
        } catch (error) {
          return errorToResponse(error, request)
        }
      }
    },
    (request, services, endpoint) => endpoint(request, services),
  )
}
