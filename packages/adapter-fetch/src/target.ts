/**
 * Gives what follows the authority in a request's URL.
 *
 * @example
 * targetOf('http://a.test/users?page=2', 'a.test') // '/users?page=2'
 */
export function targetOf(url: string, host: string | undefined): string {
  const authority = url.indexOf('://') + 3
  // Some hosts paste the Host header into the URL unread: after `Host: a.test/admin?` the URL's own
  // parts would lie about the path, so exactly what was pasted is cut.
  if (host !== undefined && url.startsWith(host, authority)) {
    const rest = url.slice(authority + host.length)
    if (rest === '' || STARTS.includes(rest.charAt(0))) return rest
  }
  const start = url.slice(authority).search(/[/?#]/)
  return start === -1 ? '' : url.slice(authority + start)
}

// `*` is the target of `OPTIONS *`, which has no slash in front.
const STARTS = '/?#*'
