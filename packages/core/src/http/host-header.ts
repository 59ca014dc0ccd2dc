import { canonicalIpv6 } from './client-ip.ts'

/**
 * Returns true if a Host value is `host [":" port]` of RFC 3986. Repeated fields, joined with `", "`,
 * are not.
 *
 * @example
 * isHostHeader('api.example.com:8080') // true
 */
export function isHostHeader(value: string): boolean {
  // Most requests have the same Host.
  if (value === known || NAME.test(value)) {
    known = value
    return true
  }
  const literal = LITERAL.exec(value)?.[1] ?? ''
  return FUTURE.test(literal) || canonicalIpv6(literal) !== undefined
}

let known: string | undefined

// A registered name or an IPv4 address. RFC 3986 allows an empty one, the http scheme does not.
const NAME = /^(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+(?::\d*)?$/i
const LITERAL = /^\[([^\]]+)\](?::\d*)?$/
const FUTURE = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i
