import { type Calls, createCalls } from '../in-process/call.ts'
import { compileApp } from './dispatch.ts'
import type { HostRequest, HostResponse } from '../host/adapter-types.ts'
import { createSink, type Log, type LogEntry, type OnError } from './logger.ts'
import type { RouteData } from '../contract/route.ts'
import type { Awaitable } from '../contract/schema.ts'
import type { BaseRequest, Collect, Middleware, Needs, ServicesOf } from '../contract/types.ts'

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
  readonly open?: ((request: BaseRequest, host: HostRequest) => unknown) | undefined
  /** In the canonical form of `canonicalMount`. */
  readonly mountPath?: string | undefined
  readonly trustProxy?: number | undefined
  readonly unmatched?: 'answer' | 'next' | undefined
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
}

export interface App<Routes = unknown, Services = unknown> extends Needs {
  readonly routes: Routes
  /**
   * The operations in process, through the same guards, validation, stripping and errors as over HTTP.
   *
   * @example
   * const created = await app.call({ db }).createUser({ body: { name: 'Ada' } })
   */
  readonly call: (services: Services) => Calls<Routes>
  /** Answers a request, at once where nothing is to be waited for; `undefined` where it is not ours and `unmatched` is `'next'`. Never rejects. */
  readonly handle: (
    request: HostRequest,
    options?: HandleOptions,
  ) => Awaitable<HostResponse | undefined>
  /** Answers what never becomes a request of the app, one that the host's parser has refused say; logs it. */
  readonly refuse: (refusal: Refusal) => HostResponse
  /** Writes what happened outside a request, the failure of a service say, to the app's log. */
  readonly report: (error: unknown, message: string, level?: LogEntry['level']) => void
  readonly '~services': Services
}

/**
 * Makes an app of a module of routes; adapters put it on a host.
 *
 * @example
 * import * as routes from './routes.ts'
 * export const app = createApp({ routes, use: [requestId(), log()] })
 */
export function createApp<
  const Routes extends Readonly<Record<string, RouteData>>,
  Layer extends Middleware<never> = Middleware,
>(options: AppOptions<Routes, Layer>): App<Routes, AppServices<Routes, Layer>> {
  const { routes } = options
  const sink = createSink(options.log, options.onError)
  const { handle, refuse } = compileApp(options, sink)
  const call = (services: unknown): unknown => createCalls(handle, routes, services)
  return { routes, handle, refuse, call, report: sink.report } as never
}

type AppServices<Routes, Layer> = Collect<
  { readonly '~services': ServicesOf<Routes> } | NeedsOf<Layer>
>
type NeedsOf<Layer> = Layer extends (
  request: never,
  services: infer Services,
  next: never,
) => unknown
  ? { readonly '~services': Services }
  : never
