import type { AdapterResponse } from '../contract/adapter-types.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { assertCount, assertObject, assertStatus, describeType } from '../errors/assertions.ts'
import {
  addCharset,
  addContentType,
  isFieldValue,
  isForbiddenHeader,
  isToken,
  jsonHeaders,
  type Pairs,
} from '../http/headers.ts'
import { serializeLocation } from '../http/location.ts'
import { mediaTypes } from '../http/media-type.ts'
import { toBytes } from '../http/text.ts'
import { isByteSource, readStream, stopSource } from '../streaming/byte-stream.ts'
import { isWireBody } from './create-response.ts'
import type { Exchange } from './exchange.ts'

/** What the last step needs of the request; an `Exchange` has it. */
export interface FinalizeOptions {
  readonly method: string
  /** Close the connection after this response. */
  readonly close: boolean
  /** Called if a streamed response fails. */
  readonly onStreamError?: (error: unknown, message?: string) => void
}

/** Finalizes the response of an exchange and decides whether its connection can be reused. */
export function finalizeFor(exchange: Exchange, response: HttpResponse): AdapterResponse {
  const { incoming } = exchange
  // Close if the body was too large, or if a body of unknown length was not read. `hasBody` is also
  // read for a 413: Deno closes a connection only after access to the body.
  const isLeft = incoming.hasBody && !exchange.isBodyRead
  exchange.close =
    response.status === 413 || (isLeft && incoming.bodyLength === undefined && !incoming.parsedBody)
  return finalizeResponse(response, exchange)
}

/**
 * The last step for every response: decides everything that hosts would decide differently. Throws
 * if the response is invalid; the pipeline then sends a 500.
 */
export function finalizeResponse(
  response: HttpResponse,
  options: FinalizeOptions,
): AdapterResponse {
  assertObject('a response', response)
  const { status } = response
  const { method, close } = options
  assertStatus('status', status)
  let headers = normalizeHeaders(response.headers)
  let body: AdapterResponse['body']
  if (status === 204 || status === 205 || status === 304) {
    stopSource(response.body)
    headers = headers.filter(([name]) => !CONTENT_HEADER.test(name))
  } else body = finalizeBody(response, headers, options)
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  let length = isWhole ? undefined : response.size
  if (body === undefined) length = status === 204 || status === 304 ? undefined : 0
  if (method === 'HEAD' && body !== undefined) {
    if (typeof body === 'string' || body instanceof Uint8Array) length = toBytes(body).length
    else void body.stop()
    body = undefined
  }
  // A copy, because `jsonHeaders` is shared by all responses.
  if (length !== undefined) headers = [...headers, ['content-length', String(length)]]
  return { status, headers, body, close }
}

// Without `content-security-policy` and `content-disposition`, which do not describe the content.
const CONTENT_HEADER = /^content-(?:type|encoding|language|range)$/

function normalizeHeaders(pairs: HttpResponse['headers']): Pairs {
  if (pairs === jsonHeaders) return pairs as Pairs
  const normalized: Pairs = []
  for (const [given, raw] of pairs) {
    const name = given.toLowerCase()
    const value = name === 'location' && typeof raw === 'string' ? serializeLocation(raw) : raw
    if (!isToken(name)) throw new TypeError(`header '${name}' is not a valid header name`)
    if (isForbiddenHeader(name)) throw new TypeError(`header '${name}' belongs to the host`)
    if (typeof value !== 'string') {
      throw new TypeError(`expected text for header '${name}'; got ${describeType(value)}`)
    }
    if (!isFieldValue(value)) throw new TypeError(`header '${name}' is not printable ASCII`)
    // Repeated headers are joined here, because hosts differ: some append, some replace.
    const first = normalized.find((pair) => pair[0] === name)
    if (first && name !== 'set-cookie') first[1] += `, ${value}`
    else normalized.push([name, value])
  }
  return normalized
}

function finalizeBody(
  { body, size }: HttpResponse,
  headers: Pairs,
  options: FinalizeOptions,
): AdapterResponse['body'] {
  if (body === undefined) return undefined
  if (!isWireBody(body)) {
    throw new TypeError(
      `expected a response body of text, bytes or a stream; got ${describeType(body)}: see createResponse()`,
    )
  }
  if (headers !== jsonHeaders) {
    if (typeof body === 'string') addCharset(headers)
    else addContentType(headers, mediaTypes.bytes)
  }
  if (!isByteSource(body)) return body
  if (size !== undefined) assertCount('size in bytes', size)
  return readStream(body, {
    size,
    onBreak: (error, message) => options.onStreamError?.(error, message),
  })
}
