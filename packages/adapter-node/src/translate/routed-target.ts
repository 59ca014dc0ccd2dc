import type { IncomingMessage } from 'node:http'

/** What a router in front of the app (Express, Connect) has made of a request's target. */
export interface RoutedTarget {
  /** The whole target, as the router's own handlers would put it together. */
  readonly target: string
  readonly basePath: string
}

interface RoutedRequest extends IncomingMessage {
  readonly originalUrl?: unknown
  readonly baseUrl?: unknown
}

/** `undefined` where there is no router. A router keeps the target as it came in `originalUrl`. */
export function readRoutedTarget(req: RoutedRequest): RoutedTarget | undefined {
  const { originalUrl, baseUrl, url = '' } = req
  if (typeof originalUrl !== 'string') return undefined
  // Express reads these by another parser, and cuts a mount off at another place: as it was sent, such
  // a target is no route's.
  if (ODD.test(originalUrl)) return { target: originalUrl, basePath: '' }
  // A middleware may have rewritten `url`, and a route behind it sees that.
  const basePath = typeof baseUrl === 'string' ? baseUrl : cutUrl(originalUrl, url)
  if (!url.startsWith('/')) return { target: url, basePath }
  const target = basePath + url
  // Where the target is the mount alone, the slash is the router's. And Express 4 takes a slash too
  // many along with a mount, so that a guard for `/api/admin` has not seen `/api//admin`.
  const isRouters =
    basePath + url.slice(1) === originalUrl ||
    (basePath !== '' && mergeSlashes(target) === mergeSlashes(originalUrl))
  return { target: isRouters ? originalUrl : target, basePath }
}

/** https://github.com/pillarjs/parseurl hands on to `url.parse` what has one of these. */
const ODD = /[#\s\x80-\uffff]/

function mergeSlashes(target: string): string {
  return target.includes('//') ? target.replace(/\/+/g, '/') : target
}

/**
 * The mount of Connect, which names it nowhere: what it has cut off the front, and where nothing
 * was left it has put a slash.
 */
function cutUrl(originalUrl: string, url: string): string {
  for (const rest of url.startsWith('/') ? [url, url.slice(1)] : []) {
    const mount = originalUrl.slice(0, originalUrl.length - rest.length)
    if (mount.startsWith('/') && mount + rest === originalUrl) return mount.replace(/\/$/, '')
  }
  return ''
}
