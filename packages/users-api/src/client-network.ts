/**
 * Returns the part of a client's address that shares are counted by: an IPv4 address, or the /64
 * network of an IPv6 address, since one subscriber has all of a /64.
 *
 * @example
 * networkOf('2001:db8::1') // '2001:db8:0:0::/64'
 */
export function networkOf(ip: string | undefined): string {
  // A host that cannot tell addresses apart: all such clients share one share.
  if (ip === undefined) return 'unknown'
  if (!ip.includes(':')) return ip
  const [head = [], tail = []] = ip.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
