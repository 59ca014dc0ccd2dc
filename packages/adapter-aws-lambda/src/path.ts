import { asText, textOf } from './event.ts'
import { wellFormed } from './well-formed.ts'

/**
 * Returns a path as a target. A `?` or `#` in it is data: it would begin a query or a fragment. A
 * path without a slash stays one, so that it is refused; it must not become a URL.
 */
export function asPath(value: unknown): string {
  const path = asText(value) || '/'
  return path.replace(path.startsWith('/') ? /[?#]/g : /[?#:]/g, encodeURIComponent)
}

/** Encodes a decoded path: what cannot be in a path, and `%`. */
export function encodePath(value: unknown): string {
  return asPath(encodeOnly(asText(value) ?? '/', /[^!$&-;=@-[\]_a-z|~]/giu))
}

/** Encodes what cannot be in a path, and nothing that may be encoded already. */
export function repairPath(value: unknown): string {
  return asPath(encodeOnly(asText(value) ?? '/', /[^!$-;=@-[\]_a-z|~]|%(?![\da-f]{2})/giu))
}

/**
 * Returns what stands before the route in a path: the route's template, filled in with the path
 * parameters, is its end. Returns `undefined` if it is not.
 *
 * @example
 * prefixOfRoute('/v1/users/7', '/users/{id}', { id: '7' }) // '/v1'
 */
export function prefixOfRoute(
  path: string,
  template: string,
  parameters: unknown,
): string | undefined {
  const end = template.replace(
    /\{([^{}+]+)\+?\}/g,
    (whole, name: string) => textOf(parameters, name) ?? whole,
  )
  return prefixBefore(path, end) ?? prefixBefore(path, `${end}/`)
}

/** Returns what stands before the end of a path, or `undefined` if it has another end. */
export function prefixBefore(path: string, end: string): string | undefined {
  if (end === '/') return path.replace(/\/$/, '')
  return end.startsWith('/') && path.endsWith(end) ? path.slice(0, -end.length) : undefined
}

// A lone half of a surrogate pair has no UTF-8 and so no escape.
function encodeOnly(text: string, pattern: RegExp): string {
  return wellFormed(text).replace(pattern, encodeURIComponent)
}
