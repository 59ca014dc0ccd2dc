import type { App, AppOptions, HandleOptions, Refusal } from '../contract/app.ts'
import { thenOrNow } from '../async/then-or-now.ts'
import { composeMiddleware, type Endpoint, errorToResponse } from './compose-middleware.ts'
import { stopSource, finalizeResponse } from './finalize-response.ts'
import { isHostHeader } from '../http/host-header.ts'
import type { AdapterRequest, AdapterResponse } from '../contract/adapter-types.ts'
import type { Logger } from './logger.ts'
import {
  stripBasePath,
  isBelowBasePath,
  isPlainTarget,
  isSpelledAsSent,
  readTarget,
  spellPath,
  type Target,
} from '../http/path.ts'
import { headersOutside } from './headers-outside.ts'
import { type RequestContext, RequestState } from './request-state.ts'
import { problemResponse, createResponse, withHeaders } from './create-response.ts'
import type { RouteData } from '../contract/route.ts'
import { compileRouter, knownMethods, type Match, paramsOf } from './router.ts'
import { compileRoute } from './run-route.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { Middleware } from '../contract/types.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { assertCount } from '../errors/assertions.ts'

/** Compiles routes and middleware; what can be wrong with them is said here, at start. */
export function compileApp(
  options: AppOptions<unknown, Middleware<never>>,
  logger: Logger,
): Pick<App, 'handle' | 'refuse'> {
  const routes = Object.entries(options.routes as Readonly<Record<string, RouteData>>)
  const router = compileRouter(
    routes.map(([name, route]) => ({ ...route, value: compileRoute(name, route) })),
  )
  // What most requests ask for, a path without parameters, is read and routed ahead.
  const known = new Map<string, Known>()
  for (const [, { path }] of routes) {
    if (isPlainTarget(path) && !/[:*]/.test(path)) {
      known.set(path, { path, query: '', match: router(path) })
    }
  }
  const { use = [] } = options
  const run = composeMiddleware(use)
  const outside = headersOutside(use, logger)
  const { bodyLimit = 1_048_576, trustRequestId = false } = options
  assertCount('bodyLimit in bytes', bodyLimit)

  const context: RequestContext = { bodyLimit, trustRequestId, logger }

  const handle: App['handle'] = (host, options = nothing) => {
    const { basePath } = options
    const sentMount = basePath || host.basePath || ''
    const mount = basePath ? sentMount : spellPath(sentMount)
    const isGuest = options.onNotFound === 'next'
    const refusal = refusalOf(host)
    const target: Known | ReturnType<typeof readTarget> =
      known.get(host.target) ?? readTarget(host.target)
    if ('refused' in target) {
      if (isGuest && !isBelowBasePath(host.target, mount)) return undefined
      const { refused: status, code } = target
      return refuseRequest(host, options, refusal && status !== 414 ? refusal : { status, code })
    }
    const { path: whole, query, sent } = target
    // A router gives the mount itself with and without its slash alike.
    const isMount = !basePath && whole === mount
    const path = isMount ? '/' : stripBasePath(whole, mount)
    if (refusal) {
      if (isGuest && !path) return undefined
      return refuseRequest(host, options, refusal)
    }
    const ahead: Known | undefined = path === whole ? target : known.get(path ?? '')
    const found = ahead?.match ?? (path ? router(path) : undefined)
    const isForeign =
      host.isRouted && sent !== undefined && !isSent(found, path, stripBasePath(sent, sentMount))
    const match = isForeign ? undefined : found
    const { method } = host
    const endpoint = match?.end.methods.get(method)
    if (isGuest && !endpoint && !(match && method === 'OPTIONS')) return undefined
    const params = endpoint?.names.length ? paramsOf(endpoint.names, match!.values) : nothing
    const place = { path: path ?? whole, query, basePath: mount, params, options }
    const terminal = endpoint?.value ?? unmatchedTerminal(match, method)
    return answer(new RequestState(host, place, context), terminal)
  }

  function answer(request: RequestState, terminal: Endpoint): Awaitable<AdapterResponse> {
    const { resolveServices } = request.options
    try {
      const services = resolveServices ? resolveServices(request, request.adapterRequest) : nothing
      const concluded = thenOrNow(run(request, services, terminal), (response) =>
        conclude(request, response),
      )
      return concluded instanceof Promise
        ? concluded.catch((error: unknown) => lastResort(request, error))
        : concluded
    } catch (error) {
      return lastResort(request, error)
    }
  }

  function conclude(request: RequestState, response: HttpResponse): AdapterResponse {
    try {
      return finish(request, response)
    } catch (error) {
      stopSource(response.body)
      return lastResort(request, error)
    }
  }

  // Outside all middleware: what the gate refused, or services that could not be opened.
  function lastResort(request: RequestState, error: unknown): AdapterResponse {
    const failed = errorToResponse(error, request)
    try {
      const headers = { ...outside(request), 'x-request-id': request.id }
      return finish(request, withHeaders(failed, headers))
    } catch (refused) {
      // Headers of an `HttpError`, or a host that fails itself: nothing more is asked of either.
      logger.report(refused, 'the request failed')
      return finalizeResponse(problemResponse(500), { method: 'GET', close: true })
    }
  }

  function refuseRequest(
    host: AdapterRequest,
    options: HandleOptions,
    { status, code }: Refusal,
  ): AdapterResponse {
    const place = { path: '/', query: '', basePath: '', params: nothing, options }
    const request = new RequestState(host, place, context)
    const { id, method, client } = request
    const headers = { ...outside(request), 'x-request-id': id }
    logger.write({ level: 'info', message: 'refused', id, method, client: client.ip, status, code })
    return finish(request, problemResponse(status, { code, headers }))
  }

  const refuse: App['refuse'] = ({ status, code, method = 'GET', client }) => {
    const id = crypto.randomUUID()
    const headers = { ...outside(), 'x-request-id': id }
    const problem = problemResponse(status, { code, headers })
    const level = status === 500 ? 'error' : 'info'
    logger.write({ level, message: 'refused', id, client, status, code })
    return finalizeResponse(problem, { method, close: true })
  }

  return { handle, refuse }
}

interface Known extends Target {
  readonly match?: Match<Endpoint> | undefined
}

const nothing = Object.freeze({})

/** What makes a request one that no route may see, whatever its target. */
function refusalOf({ hostHeader, areHeadersCut }: AdapterRequest): Refusal | undefined {
  if (areHeadersCut) return { status: 431 }
  return isHostHeader(hostHeader ?? 'none') ? undefined : { status: 400, code: 'bad_host' }
}

/** Whether a path below the mount was sent in the route's own spelling. */
function isSent(
  found: Match<unknown> | undefined,
  path: string | undefined,
  sent: string | undefined,
): boolean {
  return !!found && !!path && !!sent && isSpelledAsSent(path, sent, found.end.fixed)
}

function unmatchedTerminal(match: Match<unknown> | undefined, method: string): Endpoint {
  return () => {
    if (!match) return problemResponse(404)
    if (!knownMethods.includes(method)) return problemResponse(501)
    const headers = { allow: match.end.allow }
    if (method === 'OPTIONS') return createResponse(204, undefined, { headers })
    return problemResponse(405, { headers })
  }
}

function finish(request: RequestState, response: HttpResponse): AdapterResponse {
  const { adapterRequest } = request
  // A refused body is not read to its end; one of unknown length that nobody read is dropped.
  const isLeft = adapterRequest.hasBody && !request.bodyRead
  request.close =
    response.status === 413 ||
    (isLeft && adapterRequest.bodyLength === undefined && !adapterRequest.parsedBody)
  return finalizeResponse(response, request)
}
