import { splitOnce } from './text.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** A valid request target in canonical form. */
export interface Target {
  /** The canonical WHATWG pathname: no dot segments, no escapes of unreserved characters. */
  readonly path: string
  /** The query string without its `?`. */
  readonly query: string
  /**
   * The path as sent, if it is not canonical; `''` if it had dot segments, the absolute form or a
   * fragment.
   */
  readonly sent?: string | undefined
}

/** The error response for an invalid request target. */
export interface Refusal {
  readonly refused: 400 | 414
  readonly code: 'bad_path' | 'uri_too_long'
}

/**
 * Parses a request target, in origin or absolute form, into its canonical path and query.
 *
 * @example
 * readTarget('/%75sers/caf%c3%a9?x=1')
 * // { path: '/users/caf%C3%A9', query: 'x=1', sent: '/%75sers/caf%c3%a9' }
 */
export function readTarget(target: string): Target | Refusal {
  const origin = target.startsWith('/') ? '' : (ABSOLUTE.exec(target)?.[0] ?? '')
  const rest = target.slice(origin.length)
  const [kept] = splitOnce(rest, '#')
  if (kept.length > LONGEST) return { refused: 414, code: 'uri_too_long' }
  const [path, query] = splitOnce(kept, '?')
  const isMoved = origin !== '' || kept !== rest
  if (isPlainTarget(rest)) return { path, query, sent: isMoved ? '' : undefined }

  const startsWell = path.startsWith('/') || (origin && !path)
  if (!startsWell || /[\\`]/.test(path) || REFUSED.test(rest)) return BAD_PATH
  const encoded = path.replace(/[\^{}]/g, encodeURIComponent)
  const resolved = resolveDots(encoded)
  // Before escapes are normalized, or `%%37` would become the escape `%7`. Checking the whole path
  // equals checking each segment, since no escape can contain a slash.
  const isText =
    tryOrUndefined(() => decodeURIComponent(resolved)) && !ENCODED_CONTROL.test(resolved)
  if (!isText) return BAD_PATH
  const sent = isMoved || resolved !== encoded ? '' : path
  return { path: spellPath(resolved), query: query.replaceAll("'", '%27'), sent }
}

/** Returns true if the URL parser would not change a path with query and the path has no `%`. */
export function isPlainTarget(target: string): boolean {
  return PLAIN.test(target) && !target.includes('/.')
}

/** Percent-decodes a segment of a canonical path once. */
export function decodeSegment(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment
}

/** Encodes a literal segment of a route as in canonical paths. */
export function spellSegment(segment: string): string {
  return segment.replace(/[^!-~]|[\^{}]/gu, encodeURIComponent)
}

/**
 * Returns a base path in canonical form. Throws if it is invalid.
 *
 * @example
 * canonicalBasePath('/café') // '/caf%C3%A9'
 */
export function canonicalBasePath(basePath: string): string {
  if (basePath === '' || basePath === '/') return ''
  const target = readTarget(spellSegment(basePath))
  const isPath = basePath.startsWith('/') && !/[?#]/.test(basePath) && !('refused' in target)
  if (!isPath || target.path.endsWith('/')) {
    throw new TypeError(
      `basePath must be a path that begins with '/' and does not end with it, such as '/api'; it is ${JSON.stringify(basePath)}`,
    )
  }
  return target.path
}

/**
 * Removes the base path from a canonical path. Returns undefined if the path is not below it.
 *
 * @example
 * stripBasePath('/api/users', '/api') // '/users'
 */
export function stripBasePath(path: string, mount: string): string | undefined {
  if (!mount) return path
  return path.startsWith(`${mount}/`) ? path.slice(mount.length) : undefined
}

/** Returns true if the literal segments of a path were sent in canonical form. */
export function isSpelledAsSent(path: string, sent: string, fixed: readonly number[]): boolean {
  const given = split(sent)
  const canonical = split(path)
  return fixed.every((index) => given[index] === canonical[index])
}

/** Returns a path for an invalid target, to find out whose request it was meant to be. */
export function guessPath(target: string): string {
  const path = target.replace(ABSOLUTE, '').split(/[?#]/, 1)[0]!
  return path.replace(/%[\da-f]{0,2}|[^!$&-;=@-Z_a-z~]/gi, 'x')
}

const LONGEST = 8000
const BAD_PATH: Refusal = { refused: 400, code: 'bad_path' }

// Characters that stay unchanged in a path (no `%`, which must be decoded) and in a query (no `'`,
// which the URL parser encodes).
const PLAIN = /^\/[!$&-;=@-[\]_a-z|~]*(?:\?[!$-&(-;=?-~]*)?$/
// `< > "`, spaces, control characters and bytes from 0x80 on: some hosts encode these, others refuse
// them, and others cut the target there. A back-tick stays as it is in a query.
const REFUSED = /[^!#-;=?-~]/
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[!$-.0-;=@-[\]-_a-~]+/i
// Safe on the encoded text: in UTF-8 these octets are never part of another character.
const ENCODED_CONTROL = /%(?:[01][\da-f]|7f)/i

// RFC 3986 §6.2.2: a path is the same with unreserved characters escaped and with hex digits in
// either case. Code that compares paths, such as middleware, must see one spelling (CWE-647).
export function spellPath(path: string): string {
  if (!/[%{}^]/.test(path)) return path
  return path.replace(/[\^{}]/g, encodeURIComponent).replace(/%[\da-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
  })
}

// The path state of the URL standard (§4.4), in which `%2e` is a dot too. Implemented here, because
// hosts differ in what their URL parser encodes (`^`) and in when they apply it.
function resolveDots(path: string): string {
  const kept: string[] = []
  let isDots = false
  for (const segment of split(path)) {
    const dots = segment.replace(/%2e/gi, '.')
    isDots = dots === '.' || dots === '..'
    if (!isDots) kept.push(segment)
    else if (dots === '..') kept.pop()
  }
  if (isDots) kept.push('')
  return `/${kept.join('/')}`
}

/** Splits a path into its segments, without the first slash. */
export function split(path: string): string[] {
  return path.slice(1).split('/')
}
