import { mediaTypes } from './media-type.ts'

/** The headers of an answer as it is built. */
export type Pairs = [name: string, value: string][]

/** The headers of an answer that is JSON and nothing else. */
export const jsonHeaders: readonly Readonly<Pairs[number]>[] = Object.freeze([
  Object.freeze(['content-type', mediaTypes.json] as const),
])

/** Says whether a text is an RFC 9110 token: a header name, a method, a media type's half. */
export function isToken(value: string): boolean {
  return TOKEN.test(value)
}

/** Says whether a header value is printable ASCII without spaces round it; tabs are refused. */
export function isFieldValue(value: string): boolean {
  return !NOT_FIELD_VALUE.test(value)
}

/** Says whether a lower-case name belongs to the connection, so that no handler may set it. */
export function isForbiddenHeader(name: string): boolean {
  return FORBIDDEN.has(name)
}

/** Says whether there is a header of a lower-case name. */
export function hasHeader(
  headers: readonly (readonly [name: string, value: string])[],
  name: string,
): boolean {
  return headers.some((pair) => pair[0].toLowerCase() === name)
}

/** Puts a content type in front where none is set. */
export function addContentType(headers: Pairs, type: string): void {
  if (!hasHeader(headers, 'content-type')) headers.unshift(['content-type', type])
}

/** Joins the values of a repeated request header into the one string that a handler sees. */
export function joinValues(name: string, values: readonly string[]): string {
  return values.join(name === 'cookie' ? '; ' : ', ')
}

/** Cuts spaces and tabs, and nothing else, from both ends. */
export function trimOws(value: string): string {
  if (value.charCodeAt(0) > 32 && value.charCodeAt(value.length - 1) > 32) return value
  return WITHOUT_OWS.exec(value)?.[0] ?? ''
}

// Not `[ \t]+$`, which is quadratic on a long run of spaces inside the value; and not `trim()`, which
// takes U+00A0 too and so makes two different cookie names one (GHSA-r5rp-j6wh-rvv4).
const WITHOUT_OWS = /[^ \t](?:.*[^ \t])?/s
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/
const NOT_FIELD_VALUE = /[^ -~]|^ | $/

// Framing, and what RFC 9110 §7.6.1 ties to one connection.
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
