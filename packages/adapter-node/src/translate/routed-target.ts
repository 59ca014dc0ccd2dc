import type { IncomingMessage } from 'node:http'

/** A request's target after a router in front of the app (Express, Connect). */
export interface RoutedTarget {
  /** The whole target, with the changes that the router's middleware made. */
  readonly target: string
  readonly basePath: string
}

interface RoutedRequest extends IncomingMessage {
  readonly originalUrl?: unknown
  readonly baseUrl?: unknown
}

/** Returns `undefined` without a router. Routers keep the original target in `originalUrl`. */
export function readRoutedTarget(req: RoutedRequest): RoutedTarget | undefined {
  const { originalUrl, baseUrl, url = '' } = req
  if (typeof originalUrl !== 'string') return undefined
  // Express parses such targets differently and cuts the mount off at another place. The unchanged
  // target matches no route.
  if (ODD.test(originalUrl)) return { target: originalUrl, basePath: '' }
  // A middleware may have rewritten `url`; later routes of the host see that too.
  const basePath = typeof baseUrl === 'string' ? baseUrl : cutUrl(originalUrl, url)
  if (!url.startsWith('/')) return { target: url, basePath }
  const target = basePath + url
  // If the target is only the mount, the router has added the slash. Express 4 also treats an extra
  // slash as part of the mount, so a guard for `/api/admin` has not seen `/api//admin`.
  const isRouters =
    basePath + url.slice(1) === originalUrl ||
    (basePath !== '' && mergeSlashes(target) === mergeSlashes(originalUrl))
  return { target: isRouters ? originalUrl : target, basePath }
}

/** https://github.com/pillarjs/parseurl falls back to `url.parse` for these characters. */
const ODD = /[#\s\x80-\uffff]/

function mergeSlashes(target: string): string {
  return target.includes('//') ? target.replace(/\/+/g, '/') : target
}

/**
 * The mount of Connect, which sets no `baseUrl`: the part of `originalUrl` that is missing in
 * `url`. Connect puts a slash if nothing is left.
 */
function cutUrl(originalUrl: string, url: string): string {
  for (const rest of url.startsWith('/') ? [url, url.slice(1)] : []) {
    const mount = originalUrl.slice(0, originalUrl.length - rest.length)
    if (mount.startsWith('/') && mount + rest === originalUrl) return mount.replace(/\/$/, '')
  }
  return ''
}
