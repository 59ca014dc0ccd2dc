import { ignoreErrors, isByteSource } from '../streaming/byte-stream.ts'
import { badRequest, type ReplyHeaders } from '../errors/http-error.ts'
import { addContentType, hasHeader, jsonHeaders, type Pairs } from '../http/headers.ts'
import { locationOf } from '../http/location.ts'
import { mediaTypes } from '../http/media-type.ts'
import { createProblem, type ProblemParts } from '../errors/problem.ts'
import type { CompiledSpec } from '../contract/declarations.ts'
import type { Answer, HttpResponse, ReplyOptions } from '../contract/http-response.ts'

interface AllOptions extends ReplyOptions {
  readonly detail?: string
  readonly external?: boolean
}

/** Tells what `reply` made from a guard's value. */
export function isReply(value: unknown): value is Answer {
  return !!(value as { [made]?: true } | null | undefined)?.[made]
}

const made = Symbol('reply')

type Fill = (status: number, first?: unknown, options?: AllOptions) => HttpResponse

/**
 * Builds `reply` for a route's or a guard's declared responses, once. What comes first is the body,
 * the code of a problem or the target of a redirect.
 */
export function createReply(specs: readonly CompiledSpec[], isGuard?: boolean): Fill {
  const fill: Fill = (status, first, options) => {
    const spec = specFor(specs, status)
    if (!spec) {
      const declared = specs.map((each) => each.status).join(', ')
      throw new TypeError(`expected reply(${declared}); got reply(${status})`)
    }
    const { kind, validator, encode } = spec
    if (validator && !options) return { status, headers: jsonHeaders, body: first, json: true }
    if (kind === 'problem') return problemResponse(status, { ...options, code: first as string })
    if (kind === 'empty') return createResponse(status, undefined, options)
    if (kind === 'redirect') {
      const location = locationOf(first as string, options)
      if (location === undefined) throw badRequest('bad_redirect')
      return createResponse(status, undefined, { ...options, location })
    }
    const response = createResponse(status, first, options)
    if (encode) return encode(response)
    // A row that was meant for a schema is not to be sent with all its columns.
    if (kind !== 'json' && !isRaw(first))
      throw new TypeError(`expected ${kind} for ${status}; got ${typeof first}`)
    addContentType(response.headers as Pairs, spec.contentType ?? mediaTypes[kind])
    return response
  }
  // Only what a guard answers has to be told from what it finds.
  return isGuard ? (...given) => ({ ...fill(...given), [made]: true }) : fill
}

function isRaw(body: unknown): boolean {
  return typeof body === 'string' || body instanceof Uint8Array || isByteSource(body)
}

/** Finds what is declared for a status. A list: a route has few, and a map costs more to ask. */
export function specFor(specs: readonly CompiledSpec[], status: number): CompiledSpec | undefined {
  return specs.find((spec) => spec.status === status)
}

/**
 * Makes a response where nothing is declared: in middleware.
 *
 * @example
 * createResponse(503, undefined, { headers: { 'retry-after': '1' } })
 */
export function createResponse(
  status: number,
  body?: unknown,
  options?: ReplyOptions,
): HttpResponse {
  // A middleware may wait, or drop the response, while a file turns out not to be there.
  if (isByteSource(body)) ignoreErrors(body)
  return { status, headers: pairsOf(options), body, size: options?.size }
}

/** The canonical error (RFC 9457): the same members in the same order on every host. */
export function problemResponse(status: number, problem: ProblemAnswer = {}): HttpResponse {
  const others = pairsOf(problem).filter(([name]) => !hasHeader(canonical, name))
  const headers = [...canonical, ...others]
  if (status === 503 && !hasHeader(headers, 'retry-after')) headers.push(['retry-after', '1'])
  return { status, headers, body: createProblem(status, problem), json: true }
}

/** What an error brings beside its status; an `HttpError` is one. */
export interface ProblemAnswer extends ProblemParts {
  readonly headers?: ReplyHeaders | undefined
}

const canonical: Pairs = [
  ['content-type', 'application/problem+json'],
  ['cache-control', 'no-store'],
]

/**
 * A copy with headers set; an existing one of the same name is replaced.
 *
 * @example
 * return withHeaders(await next(), { 'x-robots-tag': 'none' })
 */
export function withHeaders(response: HttpResponse, headers: ReplyHeaders): HttpResponse {
  const added = pairsOf({ headers })
  const kept = response.headers.filter(([name]) => !hasHeader(added, name.toLowerCase()))
  return { ...response, headers: [...kept, ...added] }
}

/** A copy with one more value of a list header, as `vary` or `set-cookie`. */
export function appendHeader(response: HttpResponse, name: string, value: string): HttpResponse {
  return { ...response, headers: [...response.headers, [name, value]] }
}

interface HeaderOptions {
  readonly headers?: ReplyHeaders | undefined
  readonly location?: string | undefined
}

function pairsOf(options?: HeaderOptions): Pairs {
  const pairs: Pairs = []
  if (!options) return pairs
  const { headers = {}, location } = options
  for (const name of Object.keys(headers)) {
    const values = headers[name]!
    const lower = name.toLowerCase()
    for (const value of typeof values === 'object' ? values : [values]) pairs.push([lower, value])
  }
  if (location !== undefined) pairs.push(['location', location])
  return pairs
}
