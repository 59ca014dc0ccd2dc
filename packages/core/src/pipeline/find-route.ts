import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { HandleOptions, Refusal } from '../contract/app.ts'
import { methods } from '../contract/methods.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { RouteData } from '../contract/route.ts'
import { isHostHeader } from '../http/host-header.ts'
import {
  guessPath,
  isPlainTarget,
  isSpelledAsSent,
  readTarget,
  spellPath,
  stripBasePath,
  type Target,
} from '../http/path.ts'
import { compileRoute } from './compile-route.ts'
import type { CompiledRoute } from './exchange.ts'
import { createResponse, problemResponse } from './create-response.ts'
import { type Found, NOWHERE } from './exchange.ts'
import { compileRouter, type Match, paramsOf } from './router.ts'

/** Routes a request. Returns `undefined` if the host's next handler should respond. */
export type FindRoute = (incoming: AdapterRequest, options: HandleOptions) => Found | undefined

export function compileFindRoute(named: Readonly<Record<string, RouteData>>): FindRoute {
  const routes = Object.entries(named)
  const router = compileRouter(
    routes.map(([name, route]) => ({ ...route, name, value: compileRoute(name, route) })),
  )
  // Fast path: routes without parameters are looked up by their full path.
  const known = new Map<string, KnownTarget>()
  for (const [, { path }] of routes) {
    if (isPlainTarget(path) && !/[:*]/.test(path)) {
      known.set(path, { path, query: '', match: router(path) })
    }
  }

  /** Returns true if an invalid target resembles the path of a route. */
  const isOurs = (target: string, basePath: string): boolean => {
    const path = stripBasePath(guessPath(target), basePath)
    return !!path && router(path) !== undefined
  }

  return (incoming, options) => {
    const isGuest = options.onNotFound === 'next'
    const sentBase = options.basePath || incoming.basePath || ''
    const basePath = options.basePath ? sentBase : spellPath(sentBase)
    const refusal = refusalOf(incoming)

    const target: KnownTarget | ReturnType<typeof readTarget> =
      known.get(incoming.target) ?? readTarget(incoming.target)
    if ('refused' in target) {
      if (isGuest && !isOurs(incoming.target, basePath)) return undefined
      const { refused: status, code } = target
      const isFirst = refusal === undefined || status === 414
      return { ...NOWHERE, refusal: isFirst ? { status, code } : refusal }
    }

    const { path: whole, query, sent } = target
    // The host's router also passes on its base path itself, with or without a slash.
    const isBase = !options.basePath && whole === basePath
    const path = isBase ? '/' : stripBasePath(whole, basePath)
    if (refusal) return isGuest && !path ? undefined : { ...NOWHERE, refusal }

    const fast: KnownTarget | undefined = path === whole ? target : known.get(path ?? '')
    const found = fast?.match ?? (path ? router(path) : undefined)
    const isForeign =
      incoming.isRouted && sent !== undefined && !isSent(found, path, stripBasePath(sent, sentBase))
    const match = isForeign ? undefined : found
    const { method } = incoming
    const end = match?.end.methods.get(method)
    if (isGuest && !end && !(match && method === 'OPTIONS')) return undefined
    const params = end?.names.length ? paramsOf(end.names, match!.values) : NOWHERE.params
    return {
      path: path ?? whole,
      query,
      basePath,
      params,
      route: end?.value,
      respond: end ? undefined : () => respondWithoutRoute(match, method),
    }
  }
}

interface KnownTarget extends Target {
  readonly match?: Match<CompiledRoute> | undefined
}

/** Returns why a request is refused regardless of its target. */
function refusalOf({ hostHeader, refusal }: AdapterRequest): Refusal | undefined {
  if (refusal) return refusal
  return isHostHeader(hostHeader ?? 'none') ? undefined : { status: 400, code: 'bad_host' }
}

/** Returns true if the literal segments of a path below the base path were sent in canonical form. */
function isSent(
  found: Match<unknown> | undefined,
  path: string | undefined,
  sent: string | undefined,
): boolean {
  return !!found && !!path && !!sent && isSpelledAsSent(path, sent, found.end.fixed)
}

/** Creates the response if no route matches: 404, 501, 204 for OPTIONS, 405. */
function respondWithoutRoute(match: Match<unknown> | undefined, method: string): HttpResponse {
  if (!match) return problemResponse(404)
  if (!(methods as readonly string[]).includes(method)) return problemResponse(501)
  const headers = { allow: match.end.allow }
  if (method === 'OPTIONS') return createResponse(204, undefined, { headers })
  return problemResponse(405, { headers })
}
