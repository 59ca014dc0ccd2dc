import { mediaTypes } from './media-type.ts'

/** The headers of a response that is being built. */
export type Pairs = [name: string, value: string][]

/** The headers of a JSON response without other headers. */
export const jsonHeaders: readonly Readonly<Pairs[number]>[] = Object.freeze([
  Object.freeze(['content-type', mediaTypes.json] as const),
])

/** Returns true if a text is an RFC 9110 token: a header name, a method, a type or subtype. */
export function isToken(value: string): boolean {
  return TOKEN.test(value)
}

/** Returns true if a header value is printable ASCII (no tabs) without surrounding spaces. */
export function isFieldValue(value: string): boolean {
  return !NOT_FIELD_VALUE.test(value)
}

/** Returns true if a lower-case header name belongs to the connection: handlers cannot set it. */
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN.has(name)
}

/** Returns true if there is a header with this lower-case name. */
export function hasHeader(
  headers: readonly (readonly [name: string, value: string])[],
  name: string,
): boolean {
  return headers.some((pair) => pair[0].toLowerCase() === name)
}

/** Adds a content type as the first header unless one is set. */
export function addContentType(headers: Pairs, type: string): void {
  if (!hasHeader(headers, 'content-type')) headers.unshift(['content-type', type])
}

/** Text of `text/*` is sent as UTF-8 and says so: browsers would guess. Events are UTF-8 by definition. */
export function addCharset(headers: Pairs): void {
  addContentType(headers, mediaTypes.text)
  const pair = headers.find(([name]) => name === 'content-type')!
  if (TEXT_WITHOUT_CHARSET.test(pair[1])) pair[1] += '; charset=utf-8'
}

/** Joins the values of a repeated request header into the one string that a handler sees. */
export function joinValues(name: string, values: readonly string[]): string {
  return values.join(name === 'cookie' ? '; ' : ', ')
}

/** Removes spaces and tabs, and no other characters, from both ends. */
export function trimOws(value: string): string {
  if (value.charCodeAt(0) > 32 && value.charCodeAt(value.length - 1) > 32) return value
  return WITHOUT_OWS.exec(value)?.[0] ?? ''
}

// Not `[ \t]+$`, which is quadratic on a long run of spaces inside the value. Not `trim()`, which
// also removes U+00A0 and so makes two different cookie names equal (GHSA-r5rp-j6wh-rvv4).
const WITHOUT_OWS = /[^ \t](?:.*[^ \t])?/s
const TEXT_WITHOUT_CHARSET = /^text\/(?!event-stream)(?!.*;\s*charset=)/i
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const NOT_FIELD_VALUE = /[^ -~]|^ | $/

// Framing, and the connection-specific fields of RFC 9110 §7.6.1.
const FORBIDDEN: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
