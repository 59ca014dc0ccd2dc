import type { Awaitable } from '../async/awaitable.ts'
import type { AdapterRequest, AdapterResponse } from './adapter-types.ts'
import type { Log, LogEntry } from './log.ts'
import type { Middleware, OnError, BaseRequest, Needs } from './types.ts'

export interface AppOptions<Routes, Layer = Middleware> {
  /** A module of named routes: `import * as routes from './routes.ts'`. */
  readonly routes: Routes
  /** Outermost first. */
  readonly use?: readonly Layer[]
  /** In bytes. @default 1_048_576 */
  readonly bodyLimit?: number
  /** Called with errors that became a plain 500, and with errors after the response. */
  readonly onError?: OnError
  /** @default one line of JSON to the console */
  readonly log?: Log
  /**
   * Uses the `x-request-id` of the request as its id; set it behind a proxy that sends one.
   * @default false
   */
  readonly trustRequestId?: boolean
}

export interface HandleOptions {
  /** Returns the services of one request. */
  readonly resolveServices?: ((request: BaseRequest, host: AdapterRequest) => unknown) | undefined
  /** In the form that `canonicalBasePath` returns. */
  readonly basePath?: string | undefined
  readonly trustProxy?: number | undefined
  readonly onNotFound?: 'respond' | 'next' | undefined
  /** Whether the server is shutting down. */
  readonly drain?: Drain | undefined
  /** Called with the promise of work that continues after a response. */
  readonly track?: ((promise: Promise<unknown>) => void) | undefined
}

/** The state of a server that finishes its requests and takes no new ones. */
export interface Drain {
  /** From then on readiness responds with 503. */
  readonly isDraining: boolean
  /** Calls `listener` once, when draining begins or at once. The result removes the listener. */
  readonly onDrain: (listener: () => void) => () => void
}

export interface Refusal {
  readonly status: number
  /** @default the code of the status */
  readonly code?: string | undefined
  /** @default 'GET', since HEAD has no content */
  readonly method?: string | undefined
  /** The client's address. */
  readonly client?: string | undefined
  /** The cause; logged, never sent. */
  readonly error?: unknown
}

export interface App<Routes = unknown, Services = unknown> extends Needs {
  readonly routes: Routes
  /**
   * Handles a request; synchronous if no step returns a promise. Returns `undefined` if no route
   * matches and `onNotFound` is `'next'`. Never rejects.
   */
  readonly handle: (
    request: AdapterRequest,
    options?: HandleOptions,
  ) => Awaitable<AdapterResponse | undefined>
  /**
   * Creates and logs the response to a request that the app never gets: the host's parser refused
   * it.
   */
  readonly refuse: (refusal: Refusal) => AdapterResponse
  /**
   * Creates the response to a request that failed before the app got it, for example because a
   * service could not be created. Logs the error and calls `onError`.
   */
  readonly fail: (request: AdapterRequest, error: unknown) => AdapterResponse
  /** Logs an event outside a request, such as the failure of a service. */
  readonly report: (error: unknown, message: string, level?: LogEntry['level']) => void
  readonly '~services': Services
}
