import { isFieldValue, isForbiddenHeader, isToken } from './headers.ts'

/**
 * Returns the headers of an upstream response that a proxy route may pass on. It drops those of the
 * connection (RFC 9110 §7.6.1), the length and the coding, which `fetch` has decoded.
 *
 * @example
 * const upstream = await fetch('https://files.example/report.pdf', { signal: request.signal })
 * return request.reply(200, upstream.body, { headers: upstreamHeaders(upstream.headers) })
 */
export function upstreamHeaders(headers: UpstreamHeaders): Record<string, string | string[]> {
  const dropped = new Set((headers.get('connection') ?? '').toLowerCase().split(/[\s,]+/))
  const kept: Record<string, string | string[]> = {}
  headers.forEach((value, name) => {
    const isKept = isToken(name) && isFieldValue(value) && name !== 'set-cookie'
    if (isKept && !isForbiddenHeader(name) && !DROPPED.has(name) && !dropped.has(name)) {
      kept[name] = value
    }
  })
  const cookies = headers.getSetCookie()
  return cookies.length > 0 ? { ...kept, 'set-cookie': cookies } : kept
}

/** The part of `Headers` that is read. */
export type UpstreamHeaders = Pick<Headers, 'get' | 'getSetCookie' | 'forEach'>

const DROPPED: ReadonlySet<string> = new Set([
  'content-encoding',
  'proxy-authenticate',
  'proxy-authentication-info',
  'alt-svc',
  'x-request-id',
])
