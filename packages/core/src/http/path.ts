import { splitOnce } from './text.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** A request target that may be routed: all of it canonical, nothing left to decode. */
export interface Target {
  /** The WHATWG pathname in its one spelling: no dot segments, no escapes of unreserved characters. */
  readonly path: string
  /** What follows the `?`, without it. */
  readonly query: string
  /** The path as it was sent, where that is another spelling; `''` for dot segments, absolute form, a fragment. */
  readonly sent?: string | undefined
}

/** A request target that is answered before routing. */
export interface Refusal {
  readonly refused: 400 | 414
  readonly code: 'bad_path' | 'uri_too_long'
}

/**
 * Reads a request target, in origin or absolute form, into its canonical path and query.
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
  if (!startsWell || path.includes('\\') || REFUSED.test(rest)) return BAD_PATH
  const encoded = path.replace(/[\^{}]/g, encodeURIComponent)
  const resolved = resolveDots(encoded)
  // Before its escapes are spelled in one way, or `%%37` would become the escape `%7`. Whole or in
  // segments: a slash ends every escape that it stands in.
  const isText =
    tryOrUndefined(() => decodeURIComponent(resolved)) && !ENCODED_CONTROL.test(resolved)
  if (!isText) return BAD_PATH
  const sent = isMoved || resolved !== encoded ? '' : path
  return { path: spellPath(resolved), query: query.replaceAll("'", '%27'), sent }
}

/** Says whether the URL parser would leave a path with query as it is; it holds no `%` either. */
export function isPlainTarget(target: string): boolean {
  return PLAIN.test(target) && !target.includes('/.')
}

/** Decodes a segment of a canonical path, once. */
export function decodeSegment(segment: string): string {
  return segment.includes('%') ? decodeURIComponent(segment) : segment
}

/** Spells a fixed segment as the canonical path has it. */
export function spellSegment(segment: string): string {
  return segment.replace(/[^!-~]|[\^{}]/gu, encodeURIComponent)
}

/**
 * Brings a mount path into the form of canonical paths; at construction, so it throws.
 *
 * @example
 * canonicalMount('/café') // '/caf%C3%A9'
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
 * Cuts the mount from a canonical path; undefined when the path is not below it.
 *
 * @example
 * cutMount('/api/users', '/api') // '/users'
 */
export function stripBasePath(path: string, mount: string): string | undefined {
  if (!mount) return path
  return path.startsWith(`${mount}/`) ? path.slice(mount.length) : undefined
}

/** Says whether the fixed segments of a path stand in it as they were sent. */
export function isSpelledAsSent(path: string, sent: string, fixed: readonly number[]): boolean {
  const given = split(sent)
  const canonical = split(path)
  return fixed.every((index) => given[index] === canonical[index])
}

/** Says whether a target that is no good was meant for what is mounted here. */
export function isBelowBasePath(target: string, mount: string): boolean {
  const path = target.replace(ABSOLUTE, '')
  return mount === '' || `${path}/`.startsWith(`${mount}/`)
}

const LONGEST = 8000
const BAD_PATH: Refusal = { refused: 400, code: 'bad_path' }

// What needs no thought in a path (no `%`, which must be decoded) and in a query (no `'`, which
// the URL parser encodes).
const PLAIN = /^\/[!$&-;=@-[\]_a-z|~]*(?:\?[!$-&(-;=?-_a-~]*)?$/
// Not `< > " \``, a space, a control or a byte from 0x80 on: some hosts encode these, others refuse
// them, and others again cut the target there.
const REFUSED = /[^!#-;=?-_a-~]/
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[!$-.0-;=@-[\]-_a-~]+/i
// One pattern on the encoded text will do: in UTF-8 these octets are never part of another sign.
const ENCODED_CONTROL = /%(?:[01][\da-f]|7f)/i

// RFC 3986 §6.2.2: escapes of unreserved characters are the same path, and so is the case of hex
// digits. Whoever compares paths, a middleware say, must find one spelling of each (CWE-647).
export function spellPath(path: string): string {
  if (!/[%{}^]/.test(path)) return path
  return path.replace(/[\^{}]/g, encodeURIComponent).replace(/%[\da-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
  })
}

// The path state of the URL standard (§4.4), which also takes `%2e` for a dot. Done here, because
// hosts disagree on what their URL parser encodes (`^`) and on when they apply it.
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

/** Splits a path behind its first slash. */
export function split(path: string): string[] {
  return path.slice(1).split('/')
}
