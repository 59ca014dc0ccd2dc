import { openSource } from './byte-stream.ts'
import { isFieldValue, isForbiddenHeader, isToken } from './headers.ts'
import type { HostResponse } from './host-types.ts'
import { serialiseLocation } from './location.ts'
import type { ByteSource } from './spec.ts'
import type { HttpResponse } from './types.ts'

/** What the gate must know of the request that is answered. */
export interface Exchange {
  readonly method: string
  readonly close: boolean
  /** Is told when a streamed answer breaks off. */
  readonly onBreak?: (error: unknown) => void
}

type Pair = readonly [name: string, value: string]

/**
 * The last step, whoever built the response: refuses what no host may send and decides what the
 * hosts would decide differently. Throws a `TypeError`, which the funnel makes a 500.
 */
export function seal(response: HttpResponse, exchange: Exchange): HostResponse {
  if (typeof response !== 'object' || response === null) {
    throw new TypeError(`expected a response, got ${response === null ? 'null' : typeof response}`)
  }
  const { status } = response
  const { method, close } = exchange
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`a status is an integer in 200–599; got ${String(status)}`)
  }
  const headers = sealHeaders(response.headers)
  if (status === 204 || status === 304 || status === 205) {
    discard(response.body)
    const kept = headers.filter(([name]) => !contentHeaders.has(name))
    if (status === 205) kept.push(['content-length', '0'])
    return { status, headers: kept, body: undefined, close }
  }
  const body = sealBody(response, headers, exchange)
  if (body === undefined) headers.push(['content-length', '0'])
  if (method !== 'HEAD' || body === undefined) return { status, headers, body, close }
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const { length } = typeof body === 'string' ? encoder.encode(body) : body
    headers.push(['content-length', String(length)])
  } else void body.stop()
  return { status, headers, body: undefined, close }
}

const encoder = new TextEncoder()
// Not `content-security-policy` nor `content-disposition`: they say nothing of content that is there.
const contentHeaders = new Set([
  'content-type',
  'content-encoding',
  'content-language',
  'content-range',
])

function sealHeaders(pairs: HttpResponse['headers']): Pair[] {
  const sealed: Pair[] = []
  let names = ' '
  for (const [given, raw] of pairs) {
    const name = given.toLowerCase()
    if (!isToken(name)) throw new TypeError('a header name is a token (RFC 9110 §5.6.2)')
    if (isForbiddenHeader(name))
      throw new TypeError(`'${name}' belongs to the host, not to handlers`)
    const value = name === 'location' && typeof raw === 'string' ? serialiseLocation(raw) : raw
    if (typeof value !== 'string' || !isFieldValue(value)) {
      throw new TypeError(`the value of '${name}' is not printable ASCII`)
    }
    // Repeats are joined here, since hosts would not agree: some append, some replace.
    if (names.includes(` ${name} `) && name !== 'set-cookie') {
      const at = sealed.findIndex((pair) => pair[0] === name)
      sealed[at] = [name, `${sealed[at]![1]}, ${value}`]
    } else sealed.push([name, value])
    names += `${name} `
  }
  return sealed
}

function sealBody(
  response: HttpResponse,
  headers: Pair[],
  { onBreak }: Exchange,
): HostResponse['body'] {
  const { body, json } = response
  if (!json) {
    if (body === undefined) return undefined
    if (typeof body === 'string') return typed(headers, 'text/plain; charset=utf-8', body)
    if (body instanceof Uint8Array) return typed(headers, 'application/octet-stream', body)
    if (isByteSource(body)) {
      const { size } = response
      typed(headers, 'application/octet-stream', body)
      if (size !== undefined) {
        if (!Number.isSafeInteger(size) || size < 0) {
          throw new TypeError(`size is a number of bytes; got ${String(size)}`)
        }
        headers.push(['content-length', String(size)])
      }
      return openSource(body, { size, onBreak })
    }
  }
  const string = JSON.stringify(body) as string | undefined
  if (string === undefined) throw new TypeError(`${typeof body} cannot be sent as JSON`)
  return typed(headers, 'application/json', string)
}

function typed<Body>(headers: Pair[], contentType: string, body: Body): Body {
  for (const pair of headers) if (pair[0] === 'content-type') return body
  headers.unshift(['content-type', contentType])
  return body
}

function isByteSource(body: unknown): body is ByteSource {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

/** Tells the source of a body that is not wanted to stop. */
export function discard(body: unknown): void {
  if (isByteSource(body)) void openSource(body).stop()
}
