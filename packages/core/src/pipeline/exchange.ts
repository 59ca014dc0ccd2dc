import type { Awaitable } from '../async/awaitable.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { HandleOptions, Refusal } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { BaseRequest, RawParams } from '../contract/types.ts'
import type { ProblemIssue } from '../errors/limit-issues.ts'
import { isHttpError } from '../errors/http-error.ts'
import type { Logger } from './logger.ts'

/** The state that all requests of an app share. */
export interface AppContext {
  readonly bodyLimit: number
  readonly trustRequestId: boolean
  readonly logger: Logger
}

/** The request, mutable for the pipeline; handlers see it read-only. */
export type OpenRequest = { -readonly [Key in keyof BaseRequest]: BaseRequest[Key] } & {
  body?: unknown
}

/** The result of routing: a route, the response if there is none, or a refusal. */
export interface Found {
  /** The canonical path without the base path. */
  readonly path: string
  readonly query: string
  readonly basePath: string
  readonly params: RawParams
  readonly route?: CompiledRoute | undefined
  /** Creates the response if there is no route. */
  readonly respond?: (() => HttpResponse) | undefined
  /** Why the request is refused before the middleware. */
  readonly refusal?: Refusal | undefined
}

/** The result for a request that was not routed. */
export const NOWHERE: Found = { path: '/', query: '', basePath: '', params: Object.freeze({}) }

/** A route, ready to run. */
export interface CompiledRoute {
  /** The name of the route's export. */
  readonly operation: string
  /** As declared: `/users/:id`. */
  readonly path: string
  /** In bytes. @default the app's limit */
  readonly bodyLimit: number | undefined
  readonly isGuarded: boolean
  /** The steps before the handler that this route needs. */
  readonly steps: readonly Step[]
  readonly callHandler: Endpoint
}

/** One step of a route. It returns the response, which ends the route, or `undefined` to continue. */
export type Step = (
  exchange: Exchange,
  services: unknown,
) => Awaitable<HttpResponse | undefined | void>

/** Creates the response inside the middleware, with or without a route. Never fails. */
export type Endpoint = (exchange: Exchange, services: unknown) => Awaitable<HttpResponse>

/** The adapter's request and the result of routing. */
interface Arrival {
  readonly incoming: AdapterRequest
  readonly options: HandleOptions
  readonly found: Found
}

/** The internal state of one request: limits, issues, the connection, the log's subject. */
export class Exchange {
  readonly incoming: AdapterRequest
  readonly options: HandleOptions
  readonly app: AppContext
  /** What handlers, guards and middleware see. */
  declare request: OpenRequest
  /** The result of routing. */
  readonly found: Found
  /** In bytes. */
  bodyLimit: number
  /** Close the connection after the response. */
  close = false
  /** The body as bytes, once it has been read. */
  bytes: Awaitable<Uint8Array> | undefined = undefined
  /** The handler reads the body as a stream, so it cannot be read again. */
  isStreamed = false
  /** The body was read to its end, so the connection can be reused. */
  isBodyRead = false
  /** The schema violations of query, headers and body. */
  issues: ProblemIssue[] | undefined = undefined
  /** The `reply` of the running guard or handler. */
  reply: unknown = undefined
  /** The subject of the first guard that names one, for the log. */
  subject: string | undefined = undefined
  #aborter: AbortController | undefined

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

  /** Aborts with the signal of the host, or by `abort`. */
  get signal(): AbortSignal {
    if (!this.#aborter) {
      this.#aborter = new AbortController()
      const { signal } = this.incoming
      const follow = (): void => this.abort(signal.reason)
      if (signal.aborted) follow()
      else signal.addEventListener('abort', follow, { once: true })
    }
    return this.#aborter.signal
  }

  /** Tells the handler that its response is not wanted any more. */
  abort(reason: unknown): void {
    if (!this.#aborter) void this.signal
    this.#aborter!.abort(reason)
  }

  /** Logs the failure of a streamed response. */
  onStreamError(error: unknown, message = 'the response broke off'): void {
    // An HttpError is caused by the client, for example by a body over its limit.
    if (!isHttpError(error)) this.app.logger.failed(error, this, message)
  }
}
