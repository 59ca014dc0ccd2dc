import type { HttpResponse } from '../contract/http-response.ts'
import type { Middleware } from '../contract/types.ts'
import { assertObject } from '../errors/assertions.ts'
import { ignoreErrors, isByteSource } from '../streaming/byte-stream.ts'
import { errorToResponse } from './error-responses.ts'
import type { Endpoint } from './exchange.ts'

/**
 * Composes the middleware around an endpoint. Exceptions of each layer become responses, and an
 * endpoint never fails, so `next()` never rejects.
 */
export function composeMiddleware(use: readonly Middleware<never>[], endpoint: Endpoint): Endpoint {
  return use.reduceRight<Endpoint>((inner, layer, index) => {
    const name = `middleware ${index + 1}${layer.name && ` (${layer.name})`}`
    return async (exchange, services) => {
      let isCalled = false
      const next = (): Promise<HttpResponse> => {
        if (isCalled) throw new TypeError(`${name} called next() twice: it may call it once`)
        isCalled = true
        return Promise.resolve(inner(exchange, services))
      }
      try {
        const response = await layer(exchange.request, services as never, next)
        // Checked in each layer, because the outer layers read the response.
        assertObject(`a response from ${name}`, response)
        if (isByteSource(response.body)) ignoreErrors(response.body)
        return response
      } catch (error) {
        return errorToResponse(error, exchange)
      }
    }
  }, endpoint)
}
