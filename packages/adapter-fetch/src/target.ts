/**
 * Gives the target of a request by its URL: what follows the authority, or all of it where another
 * authority than Host's stands in it.
 *
 * @example
 * targetOf('http://a.test/users?page=2', 'a.test') // '/users?page=2'
 */
export function targetOf(url: string, host: string | undefined): string {
  // Bun gives the bare target where it has no good Host to put before it.
  if (url.startsWith('/')) return url
  const authority = url.indexOf('://') + 3
  // Some hosts paste the Host header into the URL unread: after `Host: a.test/admin?` the URL's own
  // parts would lie about the path, so exactly what was pasted is cut.
  if (host !== undefined && url.startsWith(host, authority)) {
    const rest = url.slice(authority + host.length)
    if (rest === '' || STARTS.includes(rest.charAt(0))) return rest
  }
  return url
}

// `*` is the target of `OPTIONS *`, which has no slash in front.
const STARTS = '/?#*'
