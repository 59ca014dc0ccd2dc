import type { App, AppOptions, HandleOptions } from './app.ts'
import { after } from './awaitable.ts'
import { fold, type Terminal, toResponse } from './funnel.ts'
import { discard, seal } from './gate.ts'
import { isHost } from './host.ts'
import type { HostRequest, HostResponse } from './host-types.ts'
import type { Sink } from './log.ts'
import { cutMount, isBelow, readTarget } from './path.ts'
import { type RequestContext, RequestState } from './request.ts'
import { appendHeader, problemResponse, respond } from './response.ts'
import type { RouteData } from './route.ts'
import { compileRouter, knownMethods, type Match, paramsOf } from './router.ts'
import { compileRoute } from './run-route.ts'
import type { Awaitable } from './schema.ts'
import type { HttpResponse, Middleware } from './types.ts'
import { checkCount } from './value.ts'

type Handle = App['handle']

/** Compiles routes and middleware; what can be wrong with them is said here, at start. */
export function compileApp(options: AppOptions<unknown, Middleware<never>>, sink: Sink): Handle {
  const routes = Object.entries(options.routes as Readonly<Record<string, RouteData>>)
  const router = compileRouter(
    routes.map(([name, route]) => ({ ...route, value: compileRoute(name, route) })),
  )
  // What most requests ask for, read ahead.
  const targets = new Map(routes.map(([, { path }]) => [path, readTarget(path)]))
  const run = fold(options.use ?? [])
  const { bodyLimit = 1_048_576, trustRequestId = false } = options
  checkCount('bodyLimit in bytes', bodyLimit)

  const context: RequestContext = { bodyLimit, trustRequestId, sink }

  return (host, options = nothing) => {
    const { mountPath = '', unmatched } = options
    const mount = mountPath || (host.mountPath ?? '')
    const isBadHost = !isHost(host.host ?? 'none')
    const target = targets.get(host.target) ?? readTarget(host.target)
    if ('refused' in target) {
      if (unmatched === 'next' && !isBelow(host.target, mount)) return undefined
      return refuse(host, options, isBadHost && target.refused !== 414 ? badHost : target)
    }
    // Express gives the mount itself with and without its slash alike.
    const isMount = !mountPath && target.path === mount
    const path = isMount ? '/' : cutMount(target.path, mount)
    if (isBadHost) {
      if (unmatched === 'next' && !path) return undefined
      return refuse(host, options, badHost)
    }
    const match = path ? router(path) : undefined
    const { method } = host
    const endpoint = match?.methods.get(method)
    if (unmatched === 'next' && !endpoint && !(match && method === 'OPTIONS')) return undefined
    const params = endpoint?.names.length ? paramsOf(endpoint.names, match!.values) : nothing
    const { query } = target
    const place = { path: path ?? target.path, query, mountPath: mount, params, options }
    const terminal = endpoint ? endpoint.value : unmatchedTerminal(match, method)
    return answer(new RequestState(host, place, context), terminal)
  }

  function answer(request: RequestState, terminal: Terminal): Awaitable<HostResponse> {
    const { open } = request.options
    try {
      const services = open ? open(request, request.host) : nothing
      return after(run(request, services, terminal), (response) => conclude(request, response))
    } catch (error) {
      return lastResort(request, error)
    }
  }

  function conclude(request: RequestState, response: HttpResponse): HostResponse {
    try {
      return finish(request, response)
    } catch (error) {
      discard(response.body)
      return lastResort(request, error)
    }
  }

  // Outside all middleware: what the gate refused, or services that could not be opened.
  function lastResort(request: RequestState, error: unknown): HostResponse {
    const failed = toResponse(error, request)
    try {
      return finish(request, appendHeader(failed, 'x-request-id', request.id))
    } catch (refused) {
      // Headers of an `HttpError`, or a host that fails itself: nothing more is asked of either.
      sink.report(refused, 'the request failed')
      return seal(problemResponse(500), { method: 'GET', close: true })
    }
  }

  function refuse(host: HostRequest, options: HandleOptions, refusal: Refusal): HostResponse {
    const place = { path: '/', query: '', mountPath: '', params: nothing, options }
    const request = new RequestState(host, place, context)
    const { id, method } = request
    const { refused: status, code } = refusal
    sink.write({ level: 'info', message: 'refused', id, method, status, code })
    return finish(request, problemResponse(status, { code, headers: { 'x-request-id': id } }))
  }
}

interface Refusal {
  readonly refused: number
  readonly code: string
}

const nothing = Object.freeze({})
const badHost: Refusal = { refused: 400, code: 'bad_host' }

function unmatchedTerminal(match: Match<unknown> | undefined, method: string): Terminal {
  return () => {
    if (!match) return problemResponse(404)
    if (!knownMethods.includes(method)) return problemResponse(501)
    const headers = { allow: match.allow }
    if (method === 'OPTIONS') return respond(204, undefined, { headers })
    return problemResponse(405, { headers })
  }
}

function finish(request: RequestState, response: HttpResponse): HostResponse {
  const { host } = request
  // A refused body is not read to its end; one of unknown length that nobody read is dropped.
  const isLeft = host.hasBody && !request.bodyRead
  request.close =
    response.status === 413 || (isLeft && host.bodyLength === undefined && !host.parsedBody)
  return seal(response, request)
}
