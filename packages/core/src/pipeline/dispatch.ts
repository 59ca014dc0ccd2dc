import type { Awaitable } from '../async/awaitable.ts'
import { thenOrNow } from '../async/then-or-now.ts'
import type { AdapterResponse } from '../contract/adapter-types.ts'
import type { App, AppOptions, HandleOptions } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { RouteData } from '../contract/route.ts'
import type { Middleware } from '../contract/types.ts'
import { assertCount } from '../errors/assertions.ts'
import { stopSource } from '../streaming/byte-stream.ts'
import { composeMiddleware } from './compose-middleware.ts'
import { createErrorResponses, errorToResponse } from './error-responses.ts'
import { type AppContext, Exchange, NOWHERE, type Step } from './exchange.ts'
import { finalizeFor } from './finalize-response.ts'
import { compileFindRoute } from './find-route.ts'
import type { Logger } from './logger.ts'
import { RequestView } from './request-view.ts'
import { noStore } from './no-store.ts'

/**
 * Compiles an app into the function that handles its requests. Throws if its routes or options are
 * invalid.
 */
export function compileDispatch(
  options: AppOptions<unknown, Middleware<never>>,
  logger: Logger,
): Pick<App, 'handle' | 'refuse' | 'fail'> {
  const { use = [], bodyLimit = 1_048_576, trustRequestId = false } = options
  assertCount('bodyLimit in bytes', bodyLimit)
  const app: AppContext = { bodyLimit, trustRequestId, logger }
  const findRoute = compileFindRoute(options.routes as Readonly<Record<string, RouteData>>)
  const run = composeMiddleware(use, runEndpoint)
  const errors = createErrorResponses(use, logger)

  const handle: App['handle'] = (incoming, options = NO_OPTIONS) => {
    // 1. Parse the target (400, 414), check Host (400) and that the host dropped no header (431).
    // 2. Find the route by path and method; otherwise 404, 405, 501, or 204 for OPTIONS.
    const found = findRoute(incoming, options)
    if (!found) return undefined
    const exchange = new Exchange({ incoming, options, found }, app)
    const request = new RequestView(exchange)
    if (found.refusal) return errors.refuse(exchange, found.refusal)
    try {
      const services = options.resolveServices?.(request, incoming) ?? NO_SERVICES
      // 3. Run the app's middleware, outermost first, around the route: steps 4 to 8.
      const response = run(exchange, services)
      // 9. Finalize: decide everything that hosts would decide differently.
      const final = thenOrNow(response, (made) => finalize(exchange, made))
      return final instanceof Promise
        ? final.catch((error: unknown) => errors.lastResort(exchange, error))
        : final
    } catch (error) {
      return errors.lastResort(exchange, error)
    }
  }

  function finalize(exchange: Exchange, response: HttpResponse): AdapterResponse {
    try {
      return finalizeFor(exchange, response)
    } catch (error) {
      stopSource(response.body)
      return errors.lastResort(exchange, error)
    }
  }

  const fail: App['fail'] = (incoming, error) => {
    const exchange = new Exchange({ incoming, options: NO_OPTIONS, found: NOWHERE }, app)
    new RequestView(exchange)
    return errors.lastResort(exchange, error)
  }

  return { handle, refuse: errors.refuseUnparsed, fail }
}

const NO_OPTIONS: HandleOptions = {}
const NO_SERVICES = Object.freeze({})

/**
 * Runs the steps of a route: 4. guards (401, 403, …), 5. the body (400, 413, 415), 6. params (404),
 * query, headers and body against their schemas (422), 7. the handler, 8. its response against the
 * declared schema, serialized. Stays synchronous while no step returns a promise.
 */
function runEndpoint(exchange: Exchange, services: unknown): Awaitable<HttpResponse> {
  const { route, respond } = exchange.found
  if (!route) return respond!()
  exchange.bodyLimit = route.bodyLimit ?? exchange.bodyLimit
  const { steps, callHandler } = route
  try {
    for (let index = 0; index < steps.length; index++) {
      const result = steps[index]!(exchange, services)
      if (result) return runLate(exchange, services, { result, next: index + 1 })
    }
    const response = callHandler(exchange, services)
    return response instanceof Promise
      ? response.catch((error: unknown) => errorToResponse(error, exchange))
      : response
  } catch (error) {
    return errorToResponse(error, exchange)
  }
}

/** Continues the steps of a route after one has returned a promise or a response. */
async function runLate(
  exchange: Exchange,
  services: unknown,
  { result, next }: { readonly result: ReturnType<Step>; readonly next: number },
): Promise<HttpResponse> {
  const { steps, callHandler, isGuarded } = exchange.found.route!
  try {
    let response = await result
    for (let index = next; !response && index < steps.length; index++) {
      // Awaits only promises: each await costs a microtask.
      const result = steps[index]!(exchange, services)
      if (result) response = await result
    }
    response ??= await callHandler(exchange, services)
    return isGuarded ? noStore(response) : response
  } catch (error) {
    return errorToResponse(error, exchange)
  }
}
