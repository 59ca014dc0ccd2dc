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
  /** Gets what was answered with an opaque 500, or what failed after the answer. */
  readonly onError?: OnError
  /** @default one line of JSON to the console */
  readonly log?: Log
  /** Takes over an inbound `x-request-id`, behind a proxy that sets it. @default false */
  readonly trustRequestId?: boolean
}

export interface HandleOptions {
  /** Gives the services of one request. */
  readonly resolveServices?: ((request: BaseRequest, host: AdapterRequest) => unknown) | undefined
  /** In the canonical form of `canonicalMount`. */
  readonly basePath?: string | undefined
  readonly trustProxy?: number | undefined
  readonly onNotFound?: 'respond' | 'next' | undefined
  /** Readiness answers 503. */
  readonly draining?: boolean | undefined
  /** Is told of the work that goes on after answers. */
  readonly track?: ((promise: Promise<unknown>) => void) | undefined
}

export interface Refusal {
  readonly status: number
  /** @default the code of the status */
  readonly code?: string | undefined
  /** @default 'GET', since HEAD has no content */
  readonly method?: string | undefined
  /** The client's address. */
  readonly client?: string | undefined
  /** What failed; it is logged and not sent. */
  readonly error?: unknown
}

export interface App<Routes = unknown, Services = unknown> extends Needs {
  readonly routes: Routes
  /** Answers a request, synchronously where no step waits. `undefined` without a route, where `onNotFound` is `'next'`. Never rejects. */
  readonly handle: (
    request: AdapterRequest,
    options?: HandleOptions,
  ) => Awaitable<AdapterResponse | undefined>
  /** Answers what never becomes a request of the app, one that the host's parser has refused say; logs it. */
  readonly refuse: (refusal: Refusal) => AdapterResponse
  /** Answers a request that failed before the app got it: a service could not be made. Logs it, tells `onError`. */
  readonly fail: (request: AdapterRequest, error: unknown) => AdapterResponse
  /** Writes what happened outside a request, the failure of a service say, to the app's log. */
  readonly report: (error: unknown, message: string, level?: LogEntry['level']) => void
  readonly '~services': Services
}
