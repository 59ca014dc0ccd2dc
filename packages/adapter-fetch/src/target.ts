/**
 * Returns the request target from a URL: the part after the authority, or the whole URL if its
 * authority differs from the Host header.
 *
 * @example
 * targetOf('http://a.test/users?page=2', 'a.test') // '/users?page=2'
 */
export function targetOf(url: string, host: string | undefined): string {
  // Bun gives only the target if the Host header is missing or invalid.
  if (url.startsWith('/')) return url
  const authority = url.indexOf('://') + 3
  // Some hosts insert the Host header into the URL without checking it: after `Host: a.test/admin?`
  // a URL parser would give a wrong path. So exactly the inserted text is cut off.
  if (host !== undefined && url.startsWith(host, authority)) {
    const rest = url.slice(authority + host.length)
    if (rest === '' || STARTS.includes(rest.charAt(0))) return rest
  }
  return url
}

// `*` for `OPTIONS *`, whose target has no slash.
const STARTS = '/?#*'
