import type { Awaitable } from '../async/awaitable.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { Exchange } from './exchange.ts'

/** One step of a route. What it returns is the response, and ends the route; `undefined` goes on. */
export type Step = (
  exchange: Exchange,
  services: unknown,
) => Awaitable<HttpResponse | undefined | void>

/** What answers inside the middleware: a route, or the reason why there is none. It never fails. */
export type Endpoint = (exchange: Exchange, services: unknown) => Awaitable<HttpResponse>
