import { isByteSource, readStream } from '../streaming/byte-stream.ts'
import { type ByteStream } from '../contract/adapter-types.ts'
import {
  addContentType,
  isFieldValue,
  isForbiddenHeader,
  isToken,
  jsonHeaders,
  type Pairs,
} from '../http/headers.ts'
import type { AdapterResponse } from '../contract/adapter-types.ts'
import { serializeLocation } from '../http/location.ts'
import { mediaTypes } from '../http/media-type.ts'
import { toBytes } from '../http/text.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { tryOrUndefined, assertCount, assertObject, assertStatus } from '../errors/assertions.ts'

/** What the gate must know of the request that is answered. */
export interface Exchange {
  readonly method: string
  readonly close: boolean
  /** Is told when a streamed answer breaks off. */
  readonly onStreamError?: (error: unknown, message?: string) => void
}

/**
 * The last step, whoever built the response: refuses what no host may send and decides what the
 * hosts would decide differently. Throws, which the funnel makes a 500.
 */
export function finalizeResponse(response: HttpResponse, exchange: Exchange): AdapterResponse {
  assertObject('a response', response)
  const { status } = response
  const { method, close } = exchange
  assertStatus('status', status)
  let headers = normalizeHeaders(response.headers)
  let body: AdapterResponse['body']
  if (status === 204 || status === 205 || status === 304) {
    stopSource(response.body)
    headers = headers.filter(([name]) => !CONTENT_HEADER.test(name))
  } else body = finalizeBody(response, headers, exchange)
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  let length = isWhole ? undefined : response.size
  if (body === undefined) length = status === 204 || status === 304 ? undefined : 0
  if (method === 'HEAD' && body !== undefined) {
    if (isWhole) length = toBytes(body as string | Uint8Array).length
    else void (body as ByteStream).stop()
    body = undefined
  }
  // Another list: the one of plain JSON is everybody's.
  if (length !== undefined) headers = [...headers, ['content-length', String(length)]]
  return { status, headers, body, close }
}

/** Tells the source of a body that is not wanted to stop. */
export function stopSource(body: unknown): void {
  // What another has locked, or what fails as soon as it is looked at, cannot be stopped.
  tryOrUndefined(() => isByteSource(body) && void readStream(body).stop())
}

// Not `content-security-policy` nor `content-disposition`: they say nothing of content that is there.
const CONTENT_HEADER = /^content-(?:type|encoding|language|range)$/

function normalizeHeaders(pairs: HttpResponse['headers']): Pairs {
  // Our own constant needs no look.
  if (pairs === jsonHeaders) return pairs as Pairs
  const sealed: Pairs = []
  for (const [given, raw] of pairs) {
    const name = given.toLowerCase()
    const value = name === 'location' && typeof raw === 'string' ? serializeLocation(raw) : raw
    if (!isToken(name)) throw new TypeError(`header '${name}' is no token`)
    if (isForbiddenHeader(name)) throw new TypeError(`header '${name}' belongs to the host`)
    if (typeof value !== 'string' || !isFieldValue(value)) {
      throw new TypeError(`header '${name}' is not printable ASCII`)
    }
    // Repeats are joined here, since hosts would not agree: some append, some replace.
    const first = sealed.find((pair) => pair[0] === name)
    if (first && name !== 'set-cookie') first[1] += `, ${value}`
    else sealed.push([name, value])
  }
  return sealed
}

function finalizeBody(
  { body, json, size }: HttpResponse,
  headers: Pairs,
  exchange: Exchange,
): AdapterResponse['body'] {
  if (body === undefined && !json) return undefined
  const kind = json ? 'json' : kindOf(body)
  // That list has one.
  if (headers !== jsonHeaders) addContentType(headers, mediaTypes[kind])
  if (kind === 'json') {
    const string = JSON.stringify(body) as string | undefined
    if (string === undefined) throw new TypeError(`${typeof body} cannot be sent as JSON`)
    return string
  }
  if (!isByteSource(body)) return body as string | Uint8Array
  if (size !== undefined) assertCount('size in bytes', size)
  return readStream(body, { size, onBreak: exchange.onStreamError })
}

function kindOf(body: unknown): 'text' | 'bytes' | 'json' {
  if (typeof body === 'string') return 'text'
  return body instanceof Uint8Array || isByteSource(body) ? 'bytes' : 'json'
}
