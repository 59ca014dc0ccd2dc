/**
 * Returns the networks that a client's address lies in, the largest first, by which shares are
 * counted: an IPv4 address alone, or the /48, /56 and /64 of an IPv6 address. One subscriber has all
 * of a /64, and providers hand out the larger ones too.
 *
 * @example
 * networksOf('2001:db8::1') // ['2001:db8:0::/48', '2001:db8:0:0::/56', '2001:db8:0:0::/64']
 */
export function networksOf(ip: string | undefined): string[] {
  // A host that cannot tell addresses apart: all such clients share one share.
  if (ip === undefined) return ['unknown']
  if (!ip.includes(':')) return [ip]
  const [head = [], tail = []] = ip.split('::').map((part) => part.split(':').filter(Boolean))
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  const parts = [...head, ...zeros, ...tail].slice(0, 4).map((part) => parseInt(part, 16))
  return [0, 0xff00, 0xffff].map((mask, index) => {
    const kept = [...parts.slice(0, 3), ...(mask ? [parts[3]! & mask] : [])]
    return `${kept.map((part) => part.toString(16)).join(':')}::/${String(48 + 8 * index)}`
  })
}
