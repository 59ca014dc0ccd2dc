import { serializeJson } from '../contract/json-body.ts'
import type { ByteSource, HttpResponse, ReplyOptions } from '../contract/http-response.ts'
import type { ReplyHeaders } from '../errors/http-error.ts'
import { createProblem, type ProblemParts } from '../errors/problem.ts'
import { hasHeader, type Pairs } from '../http/headers.ts'
import { mediaTypes } from '../http/media-type.ts'
import { ignoreErrors, isByteSource } from '../streaming/byte-stream.ts'

/**
 * Creates a response in middleware, where none is declared. An object is sent as JSON.
 *
 * @example
 * createResponse(503, undefined, { headers: { 'retry-after': '1' } })
 */
export function createResponse(
  status: number,
  body?: unknown,
  options?: ReplyOptions,
): HttpResponse {
  return serializeResponse({ status, headers: toPairs(options), body, size: options?.size })
}

/** Serializes the body unless it is a string, bytes or a stream, and adds a content type. */
export function serializeResponse(
  response: Omit<HttpResponse, 'body'> & { readonly body: unknown },
): HttpResponse {
  const { status, headers, body, size } = response
  if (body === undefined) return { status, headers, body, size }
  const kind = kindOf(body)
  const typed = withContentType(headers, mediaTypes[kind])
  if (kind === 'json') return { status, headers: typed, body: serializeJson(body) }
  // The source may fail before it is read, for example while a middleware waits.
  if (kind === 'bytes' && isByteSource(body)) ignoreErrors(body)
  return { status, headers: typed, body: body as string | Uint8Array | ByteSource, size }
}

/** Returns true if a body needs no serialization. */
export function isWireBody(body: unknown): body is string | Uint8Array | ByteSource {
  return kindOf(body) !== 'json'
}

function kindOf(body: unknown): 'text' | 'bytes' | 'json' {
  if (typeof body === 'string') return 'text'
  return body instanceof Uint8Array || isByteSource(body) ? 'bytes' : 'json'
}

function withContentType(headers: HttpResponse['headers'], type: string): HttpResponse['headers'] {
  if (hasHeader(headers, 'content-type')) return headers
  return [['content-type', type], ...headers]
}

/** Creates an error response (RFC 9457): the same members in the same order on every host. */
export function problemResponse(status: number, problem: ProblemOptions = {}): HttpResponse {
  const others = toPairs(problem).filter(([name]) => !hasHeader(PROBLEM_HEADERS, name))
  const headers = [...PROBLEM_HEADERS, ...others]
  if (status === 503 && !hasHeader(headers, 'retry-after')) headers.push(['retry-after', '1'])
  return { status, headers, body: serializeJson(createProblem(status, problem)) }
}

/** The parts of an error response beside its status; an `HttpError` has them. */
export interface ProblemOptions extends ProblemParts {
  readonly headers?: ReplyHeaders | undefined
}

const PROBLEM_HEADERS: Pairs = [
  ['content-type', 'application/problem+json'],
  ['cache-control', 'no-store'],
]

/**
 * Returns a copy with these headers; existing ones of the same names are replaced.
 *
 * @example
 * return withHeaders(await next(), { 'x-robots-tag': 'none' })
 */
export function withHeaders(response: HttpResponse, headers: ReplyHeaders): HttpResponse {
  const added = toPairs({ headers })
  const kept = response.headers.filter(([name]) => !hasHeader(added, name.toLowerCase()))
  return { ...response, headers: [...kept, ...added] }
}

/** Returns a copy with one more value of a list header, such as `vary` or `set-cookie`. */
export function appendHeader(response: HttpResponse, name: string, value: string): HttpResponse {
  return { ...response, headers: [...response.headers, [name, value]] }
}

interface HeaderOptions {
  readonly headers?: ReplyHeaders | undefined
  readonly location?: string | undefined
}

/** Converts headers to pairs with lower-case names. */
export function toPairs(options?: HeaderOptions): Pairs {
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
