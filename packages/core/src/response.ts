import { badRequest, type ReplyHeaders } from './error.ts'
import { addContentType, hasHeader, jsonHeaders, type Pairs } from './headers.ts'
import { locationOf } from './location.ts'
import { mediaTypes } from './media.ts'
import { problemOf, type ProblemParts } from './problem.ts'
import { isSchema } from './schema.ts'
import type { ResponseMap } from './spec.ts'
import type { Answer, HttpResponse, ReplyOptions } from './types.ts'

interface AllOptions extends ReplyOptions {
  readonly detail?: string
  readonly external?: boolean
}

/** Tells what `reply` made from a guard's value. */
export function isAnswer(value: unknown): value is Answer {
  return !!(value as Made | null | undefined)?.[made]
}

const made = Symbol('reply')
type Made = HttpResponse & { [made]?: true }

/** Builds `reply` for a route's or a guard's declared responses, once. */
export function createReply(
  responses: ResponseMap,
  isGuard?: boolean,
): (status: number, first?: unknown, options?: AllOptions) => Answer {
  return (status, first, options) => {
    const response: Made = fill({ status, first, options }, responses)
    // Only what a guard answers has to be told from what it finds.
    if (isGuard) response[made] = true
    return response as Answer
  }
}

/**
 * Makes a response where nothing is declared: in middleware.
 *
 * @example
 * respond(503, undefined, { headers: { 'retry-after': '1' } })
 */
export function respond(status: number, body?: unknown, options?: ReplyOptions): HttpResponse {
  return { status, headers: pairsOf(options), body, size: options?.size }
}

/** The canonical error (RFC 9457): the same members in the same order on every host. */
export function problemResponse(status: number, problem: ProblemAnswer = {}): HttpResponse {
  const others = pairsOf(problem).filter(([name]) => !hasHeader(canonical, name))
  const headers = [...canonical, ...others]
  if (status === 503 && !hasHeader(headers, 'retry-after')) headers.push(['retry-after', '1'])
  return { status, headers, body: problemOf(status, problem), json: true }
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

interface Given {
  readonly status: number
  /** The body, the code of a problem or the target of a redirect. */
  readonly first: unknown
  readonly options: AllOptions | undefined
}

function fill({ status, first, options }: Given, responses: ResponseMap): HttpResponse {
  const spec = responses[status]
  if (!spec) {
    const declared = Object.keys(responses).join(', ')
    throw new TypeError(`expected reply(${declared}); got reply(${status})`)
  }
  const kind = isSchema(spec) ? 'json' : spec.kind
  if (kind === 'problem') return problemResponse(status, { ...options, code: first as string })
  if (kind === 'empty') return respond(status, undefined, options)
  if (kind === 'redirect') {
    const location = locationOf(first as string, options)
    if (location === undefined) throw badRequest('bad_redirect')
    return respond(status, undefined, { ...options, location })
  }
  if (kind === 'json' && !options) {
    return { status, headers: jsonHeaders, body: first, size: undefined }
  }
  const { contentType = mediaTypes[kind], open } = spec as Sendable
  if (open) return open(respond(status, first, options))
  const response = respond(status, first, options)
  addContentType(response.headers as Pairs, contentType)
  return response
}

interface Sendable {
  readonly contentType?: string
  /** Makes of the response as given the one that is sent, so that only who declares events pays for them. */
  readonly open?: (response: HttpResponse) => HttpResponse
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
