import { isPlainTarget } from './path.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** `external` lets a redirect leave this host. */
export interface LocationOptions {
  /** @default false */
  readonly external?: boolean
}

/**
 * Gives the `location` of a redirect: a path on this host, with `external` an absolute http(s) URL
 * as well; undefined for everything else.
 *
 * @example
 * locationOf('/café') // '/caf%C3%A9'
 * locationOf('//evil.example') // undefined
 */
export function locationOf(to: string, options?: LocationOptions): string | undefined {
  // The parser drops tabs and newlines, so that `/\t/evil.example` would pass as a path.
  if (HAS_CONTROL.test(to)) return undefined
  if (PATH.test(to)) {
    const location = serializePath(to)
    // `/.//evil.example` has the path `//evil.example`, which leaves this host at the next parse.
    return location.startsWith('/.//') ? undefined : location
  }
  return options?.external === true && /^https?:\/\//i.test(to)
    ? tryOrUndefined(() => hrefOf(to))
    : undefined
}

/**
 * Serializes the `location` that a handler built, as the URL standard does; relative stays relative.
 *
 * @example
 * serializeLocation('/users/josé') // '/users/jos%C3%A9'
 * serializeLocation('../a b') // '../a%20b'
 */
export function serializeLocation(value: string): string {
  if (isPlainTarget(value) && !value.startsWith('//')) return value
  const text = value.trim().replace(/[\t\n\r]/g, '')
  // `//cdn.example/x`: the host is the handler's to choose, and the scheme stays open.
  if (/^[/\\]{2}/.test(text)) return hrefOf(text, BASE).slice('http:'.length)
  if (/^[/\\]/.test(text)) return serializePath(text)
  return (
    tryOrUndefined(() => hrefOf(text)) ?? text.replace(/[^!#-;=?-\]_a-z|~]+/g, encodeURIComponent)
  )
}

const BASE = 'http://host'
const HAS_CONTROL = /[^ -~\u0080-\uffff]/
const PATH = /^\/(?![/\\])/

function serializePath(path: string): string {
  if (isPlainTarget(path)) return path
  const location = hrefOf(path, BASE).slice(BASE.length)
  // The form that the standard gives such a path where no host stands before it.
  return location.startsWith('//') ? `/.${location}` : location
}

// It throws where it cannot parse; URL.canParse of Node 22.12, once it is hot, says no to hosts that
// are not ASCII.
function hrefOf(value: string, base?: string): string {
  // Parsers from before 2025 leave `^` in a path as it is.
  return new URL(value, base).href.replace(/^[^?#]+/, (path) => path.replaceAll('^', '%5E'))
}
