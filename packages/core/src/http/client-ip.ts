import { trimOws } from './headers.ts'
import { splitOnce } from './text.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/**
 * Returns the client's address in canonical form: the peer's or, behind n trusted proxies, the n-th
 * from the right in X-Forwarded-For. Returns undefined if that is not an IP address.
 *
 * @example
 * clientIp('::ffff:10.0.0.1', '203.0.113.9, 198.51.100.7', 1) // '198.51.100.7'
 */
export function clientIp(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustProxy = 0,
): string | undefined {
  // Counted from the right, where trusted proxies append. The client may forge everything before.
  const text = trustProxy > 0 ? forwardedFor?.split(',').at(-trustProxy) : peer
  return canonicalIp(trimOws(text ?? ''))
}

/** Returns an IPv6 address (no brackets) in the form of RFC 5952, or undefined if it is invalid. */
export function canonicalIpv6(text: string): string | undefined {
  // Excludes `]`, `@` and the like; the URL parser then checks the grammar.
  if (!IPV6_CHARACTERS.test(text)) return undefined
  return tryOrUndefined(() => new URL(`http://[${text}]`).hostname.slice(1, -1))
}

const IPV4 = /^(\d+(?:\.\d+){3})(?::\d+)?$/
const IPV6_CHARACTERS = /^[\da-f:.]+$/i
const IN_BRACKETS = /^\[([^\]]*)\](?::\d+)?$/
const MAPPED = /^::ffff:([\da-f]+):([\da-f]+)$/

function canonicalIp(text: string): string | undefined {
  // IPv4 is mapped to IPv6, so that the URL parser reads both. A zone (`fe80::1%eth0`) is dropped.
  const [address] = splitOnce(text.replace(IPV4, '::ffff:$1').replace(IN_BRACKETS, '$1'), '%')
  return canonicalIpv6(address)?.replace(MAPPED, (_mapped, high: string, low: string) =>
    [high, low].map(octetsOf).join('.'),
  )
}

function octetsOf(hex: string): string {
  const word = parseInt(hex, 16)
  return `${word >> 8}.${word & 255}`
}
