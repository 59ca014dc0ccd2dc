/**
 * Returns the networks of a client's address, the largest first, for counting requests per client:
 * an IPv4 address itself, or the /48, /56 and /64 of an IPv6 address. One subscriber usually has a
 * whole /64, and some providers assign a /56 or /48.
 *
 * @example
 * networksOf('2001:db8::1') // ['2001:db8:0::/48', '2001:db8:0:0::/56', '2001:db8:0:0::/64']
 */
export function networksOf(ip: string | undefined): string[] {
  // If the host does not know addresses, all clients share one limit.
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
