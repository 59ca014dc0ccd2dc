import { trimOws } from './headers.ts'
import { splitOnce } from './text.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/**
 * Finds the client's address: the peer's, or with trusted proxies the n-th from the right of
 * X-Forwarded-For; canonical, and undefined where there is none.
 *
 * @example
 * clientIp('::ffff:10.0.0.1', '203.0.113.9, 198.51.100.7', 1) // '198.51.100.7'
 */
export function clientIp(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustProxy = 0,
): string | undefined {
  // Counted from the right, where trusted proxies write; what is left of that the client wrote.
  const text = trustProxy > 0 ? forwardedFor?.split(',').at(-trustProxy) : peer
  return canonicalIp(trimOws(text ?? ''))
}

/** Gives an IPv6 address, without brackets, in the form of RFC 5952; undefined when it is none. */
export function canonicalIpv6(text: string): string | undefined {
  // The test keeps `]`, `@` and the like from the URL parser, which then knows the grammar.
  if (!IPV6_CHARACTERS.test(text)) return undefined
  return tryOrUndefined(() => new URL(`http://[${text}]`).hostname.slice(1, -1))
}

const IPV4 = /^(\d+(?:\.\d+){3})(?::\d+)?$/
const IPV6_CHARACTERS = /^[\da-f:.]+$/i
const IN_BRACKETS = /^\[([^\]]*)\](?::\d+)?$/
const MAPPED = /^::ffff:([\da-f]+):([\da-f]+)$/

function canonicalIp(text: string): string | undefined {
  // Mapped to IPv6, so that the URL parser reads it too; a zone (`fe80::1%eth0`) is no part of it.
  const [address] = splitOnce(text.replace(IPV4, '::ffff:$1').replace(IN_BRACKETS, '$1'), '%')
  return canonicalIpv6(address)?.replace(MAPPED, (_mapped, high: string, low: string) =>
    [high, low].map(octetsOf).join('.'),
  )
}

function octetsOf(hex: string): string {
  const word = parseInt(hex, 16)
  return `${word >> 8}.${word & 255}`
}
