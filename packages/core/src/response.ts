import { HttpError, type ReplyHeaders } from './error.ts'
import { locationOf } from './location.ts'
import { problemOf, type ProblemParts } from './problem.ts'
import { isSchema } from './schema.ts'
import type { ResponseMap, ResponseSpec } from './spec.ts'
import type { Answer, HttpResponse, ReplyOptions } from './types.ts'

type Pairs = (readonly [name: string, value: string])[]

interface AllOptions extends ReplyOptions {
  readonly detail?: string
  readonly external?: boolean
}

/** Tells what `reply` made from a guard's value. */
export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && made in value
}

const made = Symbol('made by reply')

type Maker = (status: number, first: unknown, options: AllOptions | undefined) => Answer

/** Builds `reply` for a route's or a guard's declared responses, once. */
export function createReply(
  responses: ResponseMap,
): (status: number, first?: unknown, options?: AllOptions) => Answer {
  const makers = new Map<number, Maker>()
  for (const status of Object.keys(responses).map(Number)) {
    makers.set(status, makerOf(responses[status]!))
  }
  return (status, first, options) => {
    const make = makers.get(status)
    if (!make) {
      const declared = [...makers.keys()].join(', ')
      throw new TypeError(`expected reply(${declared}); got reply(${String(status)})`)
    }
    return make(status, first, options)
  }
}

/**
 * Makes a response where nothing is declared: in middleware.
 *
 * @example
 * respond(503, undefined, { headers: { 'retry-after': '1' } })
 */
export function respond(status: number, body?: unknown, options?: ReplyOptions): HttpResponse {
  const headers = pairsOf(options?.headers)
  if (options?.location !== undefined) headers.push(['location', options.location])
  return { status, headers, body, size: options?.size }
}

/** The canonical error (RFC 9457): the same members in the same order on every host. */
export function problemResponse(status: number, problem: ProblemAnswer): HttpResponse {
  const headers = pairsOf(problem.headers).filter(([name]) => !canonical.has(name))
  headers.unshift(['content-type', 'application/problem+json'], ['cache-control', 'no-store'])
  if (status === 503 && !hasHeader(headers, 'retry-after')) headers.push(['retry-after', '1'])
  return { status, headers, body: problemOf(status, problem), json: true }
}

/** What an error brings beside its status; an `HttpError` is one. */
export interface ProblemAnswer extends ProblemParts {
  readonly headers?: ReplyHeaders | undefined
}

const canonical = new Set(['content-type', 'cache-control'])

/**
 * A copy with headers set; an existing one of the same name is replaced.
 *
 * @example
 * return withHeaders(await next(), { 'x-robots-tag': 'none' })
 */
export function withHeaders(response: HttpResponse, headers: ReplyHeaders): HttpResponse {
  const added = pairsOf(headers)
  const names = new Set(added.map(([name]) => name))
  const kept = response.headers.filter(([name]) => !names.has(name.toLowerCase()))
  return { ...response, headers: [...kept, ...added] }
}

/** A copy with one more value of a list header, as `vary` or `set-cookie`. */
export function appendHeader(response: HttpResponse, name: string, value: string): HttpResponse {
  return { ...response, headers: [...response.headers, [name, value]] }
}

export function hasHeader(headers: HttpResponse['headers'], name: string): boolean {
  for (const pair of headers) if (pair[0] === name || pair[0].toLowerCase() === name) return true
  return false
}

function makerOf(spec: ResponseSpec): Maker {
  if (isSchema(spec))
    return (status, body, options) =>
      answer(status, { body, options, json: true, type: 'application/json' })
  switch (spec.kind) {
    case 'problem':
      return (status, code, options) => ({
        ...answer(status, {}),
        ...problemResponse(status, { ...options, code: code as string }),
      })
    case 'redirect':
      return (status, to, options) => {
        const location = locationOf(to as string, options)
        if (location === undefined) throw new HttpError(400, { code: 'bad_redirect' })
        return answer(status, { options: { ...options, location } })
      }
    case 'empty':
      return (status, _body, options) => answer(status, { options })
    case 'text':
    case 'bytes':
    case 'stream': {
      const type =
        spec.contentType ??
        (spec.kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream')
      return (status, body, options) => answer(status, { body, options, type })
    }
  }
}

interface Content {
  readonly body?: unknown
  readonly json?: boolean
  readonly type?: string
  readonly options?: AllOptions | undefined
}

function answer(status: number, { body, json = false, type, options }: Content): Answer {
  const headers = pairsOf(options?.headers, type)
  if (options?.location !== undefined) headers.push(['location', options.location])
  return { status, headers, body, json, size: options?.size, [made]: true } as never
}

// A content type among the options goes before the declared one.
function pairsOf(headers: ReplyHeaders = {}, contentType?: string): Pairs {
  const pairs: Pairs = []
  for (const name of Object.keys(headers)) {
    const values = headers[name]!
    const lower = name.toLowerCase()
    if (lower === 'content-type') contentType = undefined
    for (const value of typeof values === 'object' ? values : [values]) pairs.push([lower, value])
  }
  if (contentType !== undefined) pairs.unshift(['content-type', contentType])
  return pairs
}
