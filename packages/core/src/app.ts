import { HttpError, isHttpError } from './error.ts'
import { discard, seal } from './gate.ts'
import { isHost } from './host.ts'
import type { HostRequest, HostResponse } from './host-types.ts'
import { createSink, type Log, type OnError, type Sink } from './log.ts'
import { cutMount, decodeSegments, isBelow, readTarget } from './path.ts'
import { RequestState } from './request.ts'
import { problemResponse, respond } from './response.ts'
import type { RouteData } from './route.ts'
import { compileRouter, type Match } from './router.ts'
import { type CompiledRoute, compileRoute } from './run-route.ts'
import { type Calls, createCalls } from './call.ts'
import type { BaseRequest, Collect, HttpResponse, Middleware, Needs, ServicesOf } from './types.ts'

export interface AppOptions<Routes, Services> {
  /** A module of named routes: `import * as routes from './routes.ts'`. */
  readonly routes: Routes
  /** Outermost first. */
  readonly use?: readonly Middleware<Services>[]
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
  readonly trustedHops?: number | undefined
  readonly unmatched?: 'answer' | 'next' | undefined
  /** Readiness answers 503. */
  readonly draining?: boolean | undefined
  /** Is told of the work that goes on after answers. */
  readonly track?: ((promise: Promise<unknown>) => void) | undefined
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
  /** Answers a request; `undefined` where it is not ours and `unmatched` is `'next'`. Never rejects. */
  readonly handle: (
    request: HostRequest,
    options?: HandleOptions,
  ) => Promise<HostResponse | undefined>
  /** Writes what failed outside a request, a service say, to the app's log. */
  readonly report: (error: unknown, message: string) => void
  readonly '~services': Services
}

type Run = (request: RequestState, services: unknown, terminal: Terminal) => Promise<HttpResponse>
type Terminal = (request: RequestState, services: unknown) => Promise<HttpResponse>

/** Compiles routes and middleware; what can be wrong with them is said here, at start. */
export function compileApp(options: AppOptions<unknown, never>, sink: Sink): App['handle'] {
  const routes = Object.entries(options.routes as Readonly<Record<string, RouteData>>)
  const router = compileRouter(
    routes.map(([name, route]) => ({
      method: route.method,
      path: route.path,
      value: compileRoute(name, route),
    })),
  )
  const run = fold(options.use ?? [], sink)
  const limits = checkOptions(options)

  return async (host, given = {}) => {
    const { mountPath = '', unmatched, open } = given
    const mount = mountPath || (host.mountPath ?? '')
    const target = readTarget(host.target)
    const context = {
      ...limits,
      sink,
      trustedHops: given.trustedHops ?? 0,
      draining: given.draining ?? false,
      track: given.track,
    }
    if ('refused' in target) {
      if (unmatched === 'next' && !isBelow(host.target, mount)) return undefined
      const early = target.refused === 414 || isGoodHost(host) ? target : badHost
      return refuse(new RequestState(host, nowhere, context), early)
    }
    // Express gives the mount itself with and without its slash alike.
    const isMount = !mountPath && mount !== '' && target.path === mount
    const path = isMount ? '/' : cutMount(target.path, mount)
    if (!isGoodHost(host)) {
      if (unmatched === 'next' && path === undefined) return undefined
      return refuse(new RequestState(host, nowhere, context), badHost)
    }
    const match =
      path === undefined
        ? undefined
        : router.match(path, mount === '' ? target.segments : (decodeSegments(path) ?? []))
    const { method } = host
    const endpoint = match?.methods.get(method === 'HEAD' ? 'GET' : method)
    if (unmatched === 'next' && !endpoint && !(match && method === 'OPTIONS')) return undefined
    const request = new RequestState(
      host,
      { path: path ?? target.path, query: target.query, mountPath: mount },
      context,
    )
    if (match && endpoint) request.matched(endpoint, match.values)
    const terminal: Terminal = endpoint ? endpoint.value.run : unmatchedTerminal(match, method)
    return answer(request, terminal, open)
  }

  async function answer(
    request: RequestState,
    terminal: Terminal,
    open: HandleOptions['open'],
  ): Promise<HostResponse> {
    let response: HttpResponse | undefined
    try {
      response = await run(request, open?.(request, request.host) ?? noServices, terminal)
      return seal(response, request.method, mustClose(request, response.status))
    } catch (error) {
      discard(response?.body)
      response = toResponse(error, request, sink)
      return seal(response, request.method, mustClose(request, response.status))
    }
  }

  function refuse(request: RequestState, refusal: { refused: number; code: string }): HostResponse {
    const { refused: status, code } = refusal
    const { id, method } = request
    sink.write({ level: 'info', message: 'refused', id, method, status, code })
    const response = problemResponse(status, { code, headers: { 'x-request-id': id } })
    return seal(response, method, false)
  }
}

const badHost = { refused: 400, code: 'bad_host' }
const nowhere = { path: '/', query: '', mountPath: '' }
const noServices = Object.freeze({})
const implemented = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Makes an app of a module of routes; adapters put it on a host.
 *
 * @example
 * import * as routes from './routes.ts'
 * export const app = createApp({ routes, use: [requestId(), log()] })
 */
export function createApp<const Routes extends object, MiddlewareServices = {}>(
  options: AppOptions<Routes, MiddlewareServices>,
): App<Routes, AppServices<Routes, MiddlewareServices>> {
  const { routes } = options
  const sink = createSink(options.log, options.onError)
  const handle = compileApp(options, sink)
  const call = (services: unknown): unknown => createCalls(handle, routes, services)
  return { routes, handle, call, report: sink.report } as never
}

type AppServices<Routes, More> = [keyof More] extends [never]
  ? ServicesOf<Routes>
  : Collect<{ readonly '~services': ServicesOf<Routes> } | { readonly '~services': More }>

/** Wraps the middleware round a terminal, once; `next()` never rejects. */
function fold(use: readonly Middleware<never>[], sink: Sink): Run {
  const innermost: Run = async (request, services, terminal) => {
    try {
      return await terminal(request, services)
    } catch (error) {
      return toResponse(error, request, sink)
    }
  }
  return use.reduceRight<Run>(
    (inner, layer) => async (request, services, terminal) => {
      const next = (): Promise<HttpResponse> =>
        inner(request, services, terminal).catch((error: unknown) =>
          toResponse(error, request, sink),
        )
      return layer(request, services as never, next)
    },
    innermost,
  )
}

/** The funnel: an `HttpError` shapes the answer, anything else is logged once and answered opaquely. */
function toResponse(error: unknown, request: RequestState, sink: Sink): HttpResponse {
  if (!isHttpError(error)) {
    sink.failed(error, request)
    return problemResponse(500, { code: 'internal_error' })
  }
  if (error.status >= 500 && error.cause !== undefined) sink.failed(error, request)
  return problemResponse(error.status, error)
}

function unmatchedTerminal(match: Match<CompiledRoute> | undefined, method: string): Terminal {
  return async () => {
    if (!match) throw new HttpError(404)
    if (!implemented.has(method)) throw new HttpError(501)
    const headers = { allow: match.allow }
    if (method === 'OPTIONS') return respond(204, undefined, { headers })
    throw new HttpError(405, { headers })
  }
}

// A refused body is not read to its end, and one of unknown length that nobody read is dropped.
function mustClose(request: RequestState, status: number): boolean {
  const { host } = request
  if (status === 413) return true
  return !request.bodyRead && host.hasBody && host.bodyLength === undefined && !host.parsedBody
}

function isGoodHost({ host }: HostRequest): boolean {
  return host === undefined || isHost(host)
}

function checkOptions(options: AppOptions<unknown, never>): {
  bodyLimit: number
  trustRequestId: boolean
} {
  const { bodyLimit = 1_048_576, trustRequestId = false } = options
  if (!Number.isSafeInteger(bodyLimit) || bodyLimit < 0) {
    throw new TypeError(`bodyLimit is a number of bytes; got ${String(bodyLimit)}`)
  }
  return { bodyLimit, trustRequestId }
}
