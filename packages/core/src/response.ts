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

/** Tells what `reply` made from a guard's value; the mark is not copied with the data. */
export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && (value as { made?: unknown }).made === mark
}

const mark = Symbol.for('gimbal.answer')

class ReplyAnswer implements HttpResponse {
  declare readonly '~made by request.reply(…)': unknown
  readonly status: number
  readonly headers: Pairs
  readonly body: unknown
  readonly json: boolean
  readonly size: number | undefined
  constructor(
    status: number,
    headers: Pairs,
    content: { body: unknown; json: boolean; size: number | undefined },
  ) {
    this.status = status
    this.headers = headers
    this.body = content.body
    this.json = content.json
    this.size = content.size
  }
  get made(): symbol {
    return mark
  }
}

type Maker = (status: number, first: unknown, options: AllOptions | undefined) => Answer

/** Builds `reply` for a route's or a guard's declared responses, once. */
export function createReply(
  responses: ResponseMap,
): (status: number, first?: unknown, options?: AllOptions) => Answer {
  const makers = new Map<number, Maker>()
  for (const [status, spec] of Object.entries(
    responses as Readonly<Record<string, ResponseSpec>>,
  )) {
    makers.set(Number(status), makerOf(spec))
  }
  return (status, first, options) => {
    const make = makers.get(status)
    if (!make) {
      throw new TypeError(
        `reply(${String(status)}) is not declared; declared: ${[...makers.keys()].join(', ')}`,
      )
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
  const headers = pairsOf(options?.headers, undefined)
  if (options?.location !== undefined) headers.push(['location', options.location])
  return { status, headers, body, size: options?.size }
}

/** The canonical error (RFC 9457): the same members in the same order on every host. */
export function problemResponse(status: number, problem: ProblemAnswer): HttpResponse {
  const headers = pairsOf(problem.headers, undefined).filter(([name]) => !canonical.has(name))
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
  const added = pairsOf(headers, undefined)
  const names = new Set(added.map(([name]) => name))
  const kept = response.headers.filter(([name]) => !names.has(name.toLowerCase()))
  const { status, body, json, size } = response
  return { status, headers: [...kept, ...added], body, json: json ?? false, size }
}

/** A copy with one more value of a list header, as `vary` or `set-cookie`. */
export function appendHeader(response: HttpResponse, name: string, value: string): HttpResponse {
  const { status, headers, body, json, size } = response
  return { status, headers: [...headers, [name, value]], body, json: json ?? false, size }
}

export function hasHeader(headers: HttpResponse['headers'], name: string): boolean {
  for (const pair of headers) if (pair[0] === name || pair[0].toLowerCase() === name) return true
  return false
}

function makerOf(spec: ResponseSpec): Maker {
  if (isSchema(spec))
    return (status, body, options) =>
      answer(status, 'application/json', { body, json: true, options })
  switch (spec.kind) {
    case 'problem':
      return (status, code, options) => {
        const { headers, body } = problemResponse(status, { ...options, code: String(code) })
        return answer(status, undefined, {
          body,
          json: true,
          options: undefined,
          headers: headers as Pairs,
        })
      }
    case 'empty':
      return (status, body, options) => answer(status, undefined, { body, json: false, options })
    case 'redirect':
      return (status, to, options) => {
        const location = locationOf(String(to), options)
        if (location === undefined) throw new HttpError(400, { code: 'bad_redirect' })
        return answer(status, undefined, {
          body: undefined,
          json: false,
          options: { ...options, location },
        })
      }
    case 'text':
    case 'bytes':
    case 'stream': {
      const type =
        spec.contentType ??
        (spec.kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream')
      return (status, body, options) => answer(status, type, { body, json: false, options })
    }
  }
}

interface Content {
  readonly body: unknown
  readonly json: boolean
  readonly options: AllOptions | undefined
  readonly headers?: Pairs
}

function answer(status: number, contentType: string | undefined, content: Content): Answer {
  const { options, body, json } = content
  const headers = content.headers ?? pairsOf(options?.headers, contentType)
  if (options?.location !== undefined) headers.push(['location', options.location])
  return new ReplyAnswer(status, headers, { body, json, size: options?.size })
}

// A content type among the options goes before the declared one.
function pairsOf(headers: ReplyHeaders | undefined, contentType: string | undefined): Pairs {
  if (!headers) return contentType === undefined ? [] : [['content-type', contentType]]
  const pairs: Pairs = []
  let typed = contentType === undefined
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (lower === 'content-type') typed = true
    if (typeof value === 'object') for (const each of value) pairs.push([lower, each])
    else pairs.push([lower, value])
  }
  if (!typed) pairs.unshift(['content-type', contentType!])
  return pairs
}
