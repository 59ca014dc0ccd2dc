import { isPlainTarget } from './path.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** Which targets beside paths on this host a redirect may have. */
export interface LocationOptions {
  /** `true` allows http and https; a list allows the schemes it names, such as `myapp`. @default false */
  readonly external?: boolean | readonly string[]
}

/**
 * Returns the `location` of a redirect: a path on this host or, with `external`, an absolute URL of
 * an allowed scheme. Returns undefined for all other targets.
 *
 * @example
 * locationOf('/café') // '/caf%C3%A9'
 * locationOf('//evil.example') // undefined
 */
export function locationOf(to: string, options?: LocationOptions): string | undefined {
  // URL parsers drop tabs and newlines, so `/\t/evil.example` would become `//evil.example`.
  if (HAS_CONTROL.test(to)) return undefined
  if (PATH.test(to)) {
    const location = serializePath(to)
    // The path of `/.//evil.example` is `//evil.example`, which is another host if parsed again.
    return location.startsWith('/.//') ? undefined : location
  }
  const scheme = SCHEME.exec(to)?.[1]?.toLowerCase()
  const { external } = options ?? {}
  const allowed = external === true ? WEB : external || []
  if (!scheme || !allowed.includes(scheme) || EXECUTED.test(scheme)) return undefined
  // A web address names a host: `https:evil` would be a path to some parsers.
  if (WEB.includes(scheme) && !/^\w+:\/\//.test(to)) return undefined
  return tryOrUndefined(() => hrefOf(to))
}

/**
 * Serializes the `location` of a handler as the URL standard does; a relative one stays relative.
 *
 * @example
 * serializeLocation('/users/josé') // '/users/jos%C3%A9'
 * serializeLocation('../a b') // '../a%20b'
 */
export function serializeLocation(value: string): string {
  if (isPlainTarget(value) && !value.startsWith('//')) return value
  const text = value.trim().replace(/[\t\n\r]/g, '')
  // `//cdn.example/x`: the handler may choose another host; the scheme stays relative.
  if (/^[/\\]{2}/.test(text)) return hrefOf(text, BASE).slice('http:'.length)
  if (/^[/\\]/.test(text)) return serializePath(text)
  return (
    tryOrUndefined(() => hrefOf(text)) ?? text.replace(/[^!#-;=?-\]_a-z|~]+/g, encodeURIComponent)
  )
}

const BASE = 'http://host'
const SCHEME = /^([a-z][a-z\d+.-]*):/i
const WEB: readonly string[] = ['http', 'https']
/** Schemes that run code or read files in the page that follows the redirect. */
const EXECUTED = /^(?:javascript|data|vbscript|file|blob)$/
const HAS_CONTROL = /[^ -~\u0080-\uffff]/
const PATH = /^\/(?![/\\])/

function serializePath(path: string): string {
  if (isPlainTarget(path)) return path
  const location = hrefOf(path, BASE).slice(BASE.length)
  // The URL standard serializes such a path without a host as `/.//…`.
  return location.startsWith('//') ? `/.${location}` : location
}

// Throws for an invalid URL. Not URL.canParse: once optimized, that of Node 22.12 returns false for
// hosts that are not ASCII.
function hrefOf(value: string, base?: string): string {
  // URL parsers from before 2025 do not encode `^` in a path.
  return new URL(value, base).href.replace(/^[^?#]+/, (path) => path.replaceAll('^', '%5E'))
}
