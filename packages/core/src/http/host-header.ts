import { canonicalIpv6 } from './client-ip.ts'

/**
 * Says whether a Host value is `host [":" port]` of RFC 3986; repeats joined with `", "` are not.
 *
 * @example
 * isHost('api.example.com:8080') // true
 */
export function isHostHeader(value: string): boolean {
  // Most requests name the same one.
  if (value === known || NAME.test(value)) {
    known = value
    return true
  }
  const literal = LITERAL.exec(value)?.[1] ?? ''
  return FUTURE.test(literal) || canonicalIpv6(literal) !== undefined
}

let known: string | undefined

// A registered name or an IPv4 address. The grammar lets it be empty, http does not.
const NAME = /^(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+(?::\d*)?$/i
const LITERAL = /^\[([^\]]+)\](?::\d*)?$/
const FUTURE = /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i
