import type { Awaitable } from '../async/awaitable.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { HandleOptions, Refusal } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { BaseRequest, RawParams } from '../contract/types.ts'
import type { ProblemIssue } from '../errors/limit-issues.ts'
import { isHttpError } from '../errors/http-error.ts'
import type { Logger } from './logger.ts'

/** What all requests of an app share. */
export interface AppContext {
  readonly bodyLimit: number
  readonly trustRequestId: boolean
  readonly logger: Logger
}

/** The request as the pipeline fills it; handlers see it read-only. */
export type OpenRequest = { -readonly [Key in keyof BaseRequest]: BaseRequest[Key] } & {
  body?: unknown
}

/** Where a request leads: to a route, to the response of a path without one, or no further. */
export interface Found {
  /** The canonical path without the base path. */
  readonly path: string
  readonly query: string
  readonly basePath: string
  readonly params: RawParams
  readonly route?: CompiledRoute | undefined
  /** The response where there is no route. */
  readonly respond?: (() => HttpResponse) | undefined
  /** Why the request goes no further. */
  readonly refusal?: Refusal | undefined
}

/** A request that has reached no route. */
export const NOWHERE: Found = { path: '/', query: '', basePath: '', params: Object.freeze({}) }

/** A route, ready to run. */
export interface CompiledRoute {
  /** The name of the route's export. */
  readonly operation: string
  /** In bytes; the app's where it is absent. */
  readonly bodyLimit: number | undefined
  readonly isGuarded: boolean
  /** What comes before the handler, without the steps that this route does not need. */
  readonly steps: readonly Step[]
  readonly callHandler: Endpoint
}

/** One step of a route. What it returns is the response, and ends the route; `undefined` goes on. */
export type Step = (
  exchange: Exchange,
  services: unknown,
) => Awaitable<HttpResponse | undefined | void>

/** What answers inside the middleware: a route, or the reason why there is none. It never fails. */
export type Endpoint = (exchange: Exchange, services: unknown) => Awaitable<HttpResponse>

/** What comes in: the adapter's request, and where it leads. */
interface Arrival {
  readonly incoming: AdapterRequest
  readonly options: HandleOptions
  readonly found: Found
}

/** The state of one request that handlers do not see: limits, issues, the connection, who asks. */
export class Exchange {
  readonly incoming: AdapterRequest
  readonly options: HandleOptions
  readonly app: AppContext
  /** What handlers, guards and middleware see. */
  declare request: OpenRequest
  /** What answers it inside the middleware. */
  readonly found: Found
  /** In bytes. */
  bodyLimit: number
  /** Close the connection after the response. */
  close = false
  /** The body as bytes, from the first time that it is read. */
  bytes: Awaitable<Uint8Array> | undefined = undefined
  /** The handler reads the body as a stream, so it cannot be read again. */
  isStreamed = false
  /** The body was read to its end, so the connection can carry another request. */
  isBodyRead = false
  /** What schemas found wrong with query, headers and body. */
  issues: ProblemIssue[] | undefined = undefined
  /** The name of the matched route. */
  operation: string | undefined = undefined
  /** The `reply` of the guard or the handler that runs. */
  reply: unknown = undefined
  /** Who asks, by the first guard that names a subject. */
  subject: string | undefined = undefined

  constructor({ incoming, options, found }: Arrival, app: AppContext) {
    this.incoming = incoming
    this.options = options
    this.found = found
    this.app = app
    this.bodyLimit = app.bodyLimit
  }

  get method(): string {
    return this.incoming.method
  }

  /** Logs a streamed response that broke off. */
  onStreamError(error: unknown, message = 'the answer broke off'): void {
    // An HttpError is the client's doing: a body over its limit, for example.
    if (!isHttpError(error)) this.app.logger.failed(error, this, message)
  }
}
