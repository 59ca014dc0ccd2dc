import { methods } from '../contract/methods.ts'
import { isToken } from '../http/headers.ts'
import { writeLogLine } from '../pipeline/log-line.ts'
import { appendHeader, createResponse, withHeaders } from '../pipeline/create-response.ts'
import type { BaseRequest, Middleware } from '../contract/types.ts'
import type { HttpResponse } from '../contract/http-response.ts'

export interface CorsOptions {
  /**
   * The allowed origins: each in full (`https://app.example`, `capacitor://localhost`), as a pattern
   * that must match a whole origin, or decided by a function; `'*'` for any, without credentials.
   */
  readonly origins: '*' | readonly (string | RegExp)[] | ((origin: string) => boolean)
  /** Allows cookies and `Authorization`; needs a list of origins. @default false */
  readonly credentials?: boolean
  /** @default ['GET', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE'] */
  readonly methods?: readonly string[]
  /** Request headers that a page may send. @default ['authorization', 'content-type'] */
  readonly headers?: readonly string[]
  /** Response headers that a page may read. @default ['x-request-id'] */
  readonly exposedHeaders?: readonly string[]
  /** How long a browser may cache a preflight, in seconds. @default 600 */
  readonly maxAge?: number
}

/**
 * Allows cross-origin access for the listed origins; other origins are never reflected.
 *
 * @example
 * createApp({ routes, use: [cors({ origins: ['https://app.example'], credentials: true })] })
 */
export function cors(options: CorsOptions): Middleware {
  const isAllowedOrigin = originTest(options)
  const isAny = options.origins === '*'
  checkLists(options)
  const allowHeaders = headersOf(options)
  const preflight = {
    'access-control-allow-methods': (options.methods ?? defaultMethods).join(', '),
    'access-control-allow-headers': (options.headers ?? defaultHeaders).join(', '),
    'access-control-max-age': String(options.maxAge ?? 600),
  }

  // Set with and without an origin, so that caches store the responses separately.
  const vary = (response: HttpResponse): HttpResponse =>
    isAny ? response : appendHeader(response, 'vary', 'Origin')

  const allowOf = ({ headers }: BaseRequest): Record<string, string> | undefined => {
    const origin = headers.get('origin')
    return origin !== undefined && isAllowedOrigin(origin) ? allowHeaders(origin) : undefined
  }

  const layer: Middleware = async (request, _services, next) => {
    const allow = allowOf(request)
    if (isPreflight(request)) {
      const headers = allow ? { ...allow, ...preflight } : {}
      return vary(createResponse(204, undefined, { headers }))
    }
    const response = await next()
    return vary(allow ? withHeaders(response, allow) : response)
  }
  // So that a page can read early refusals too: a malformed path, a target that is too long.
  const outside: Middleware['outside'] = (request) => {
    const allow = request && allowOf(request)
    return isAny ? { ...allow } : { ...allow, vary: 'Origin' }
  }
  return Object.assign(layer, { outside })
}

const defaultMethods = methods.filter((each) => each !== 'HEAD' && each !== 'OPTIONS')
const defaultHeaders = ['authorization', 'content-type']

function isPreflight({ method, headers }: BaseRequest): boolean {
  return (
    method === 'OPTIONS' &&
    headers.get('origin') !== undefined &&
    headers.get('access-control-request-method') !== undefined
  )
}

function headersOf(options: CorsOptions): (origin: string) => Record<string, string> {
  const { credentials = false, exposedHeaders = ['x-request-id'] } = options
  const fixed: Record<string, string> = {
    ...(credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(exposedHeaders.length > 0
      ? { 'access-control-expose-headers': exposedHeaders.join(', ') }
      : {}),
  }
  return (origin) => ({
    'access-control-allow-origin': options.origins === '*' ? '*' : origin,
    ...fixed,
  })
}

/** Returns the test for an origin. Throws for invalid origins: one that no browser sends never matches. */
function originTest({ origins, credentials }: CorsOptions): (origin: string) => boolean {
  if (typeof origins === 'function') {
    // Nothing but `true` allows an origin: a promise would be truthy.
    return (origin) => isOrigin(origin) && origins(origin) === true
  }
  if (origins === '*') {
    if (credentials) throw new TypeError('cors: credentials need a list of origins, not *')
    return () => true
  }
  if (origins.length === 0) throw new TypeError('cors: origins is an empty list, which allows none')
  const names = origins.filter((origin) => typeof origin === 'string')
  const patterns = origins.filter((origin) => typeof origin !== 'string')
  for (const name of names) {
    if (isOrigin(name)) continue
    throw new TypeError(
      `cors: an origin is scheme://host[:port], as https://app.example, without *; got '${name}'`,
    )
  }
  const insecure = names.filter((origin) => credentials && isInsecure(origin))
  if (insecure.length > 0) {
    writeLogLine({
      time: new Date().toISOString(),
      level: 'warn',
      message: `cors: anyone on the network can act as ${insecure.join(', ')}, with credentials: use https`,
    })
  }
  const known = new Set(names)
  // A pattern must match the whole origin: `/\.app\.example/` would match app.example.evil.test too.
  const fits = (origin: string): boolean =>
    patterns.some((pattern) => origin.match(pattern)?.[0] === origin)
  return (origin) => known.has(origin) || (isOrigin(origin) && fits(origin))
}

/**
 * Returns true for an origin as browsers and apps send it. `null`, the origin of every sandboxed
 * page, is none (GHSA-88fw-hqm2-52qc). The URL parser gives no origin for `capacitor://localhost`.
 */
function isOrigin(origin: string): boolean {
  if (!/^[a-z][a-z\d+.-]*:\/\/[^/?#@*,\s\\]+$/.test(origin) || !URL.canParse(origin)) return false
  const { origin: parsed } = new URL(origin)
  return parsed === 'null' || parsed === origin
}

/** Returns true for http, except on the local machine, which the network cannot forge. */
function isInsecure(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return (
    protocol === 'http:' && !/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
  )
}

function checkLists(options: CorsOptions): void {
  const { credentials, maxAge = 0, methods = [], headers = [], exposedHeaders = [] } = options
  for (const [name, list] of Object.entries({ methods, headers, exposedHeaders })) {
    for (const item of list) {
      // With credentials `*` is not a wildcard but a literal name, which nothing has.
      if (!isToken(item) || (credentials && item === '*')) {
        throw new TypeError(`cors: ${name} holds names; got '${item}'`)
      }
      if (name === 'methods' && item !== item.toUpperCase()) {
        throw new TypeError(`cors: a method is in upper case, as a browser sends it; got '${item}'`)
      }
    }
  }
  if (!Number.isInteger(maxAge))
    throw new TypeError(`cors: maxAge is in whole seconds; got ${maxAge}`)
}
