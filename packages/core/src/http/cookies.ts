import { isToken, trimOws } from './headers.ts'

/** The attributes of a cookie. */
export interface CookieOptions {
  /** @default '/' (without it a browser uses the directory of the request's path) */
  readonly path?: string
  /** Sends the cookie to subdomains too; by default it stays on this host. */
  readonly domain?: string
  /** Seconds; 0 deletes the cookie. */
  readonly maxAge?: number
  readonly expires?: Date
  /** @default true: an injected script cannot read a session. */
  readonly httpOnly?: boolean
  /** @default true: browsers except Safari also accept such cookies from http://localhost. */
  readonly secure?: boolean
  /** @default 'Lax': not sent with a POST from another site. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None'
  readonly partitioned?: boolean
  readonly priority?: 'Low' | 'Medium' | 'High'
}

/**
 * Builds a `set-cookie` value with safe defaults. Throws a TypeError for a value outside the grammar
 * of RFC 6265bis, so encode other text first (`encodeURIComponent`).
 *
 * @example
 * cookie('__Host-session', token, { maxAge: 3600 })
 * // '__Host-session=…; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax'
 */
export function cookie(name: string, value: string, options: CookieOptions = {}): string {
  const { path = '/', domain, maxAge, expires, sameSite = 'Lax', priority } = options
  const { httpOnly = true, secure = true, partitioned = false } = options
  const date = expires?.toUTCString() ?? ''

  demand('name', isToken(name))
  demand('value', VALUE.test(value))
  demand('path', PATH.test(path))
  demand('domain', domain === undefined || DOMAIN.test(domain))
  demand('maxAge', maxAge === undefined || (Number.isSafeInteger(maxAge) && maxAge >= 0))
  demand('expires', expires === undefined || DATE.test(date))
  demand('sameSite', /^(?:Strict|Lax|None)$/.test(sameSite))
  demand('priority', priority === undefined || /^(?:Low|Medium|High)$/.test(priority))
  // Browsers silently drop a cookie that breaks one of these rules.
  const isHostOnly = /^__Host-/i.test(name)
  const mustBeSecure = isHostOnly || /^__Secure-/i.test(name) || sameSite === 'None' || partitioned
  demand('secure', secure || !mustBeSecure)
  demand('path', path === '/' || !isHostOnly)
  demand('domain', domain === undefined || !isHostOnly)

  return [
    `${name}=${value}`,
    `Path=${path}`,
    domain !== undefined && `Domain=${domain}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    expires !== undefined && `Expires=${date}`,
    httpOnly && 'HttpOnly',
    secure && 'Secure',
    `SameSite=${sameSite}`,
    partitioned && 'Partitioned',
    priority !== undefined && `Priority=${priority}`,
  ]
    .filter((part) => part !== false)
    .join('; ')
}

/**
 * Parses a `cookie` header. Values are not decoded, but surrounding quotes are removed. The first
 * cookie of a name wins.
 *
 * @example
 * readCookies('a=1; b="2"; a=3').get('b') // '2'
 */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=')
    const name = trimOws(pair.slice(0, Math.max(equals, 0)))
    // Browsers send the cookie with the longer path first.
    if (name !== '' && !cookies.has(name))
      cookies.set(name, trimOws(pair.slice(equals + 1)).replace(/^"(.*)"$/s, '$1'))
  }
  return cookies
}

const VALUE = /^(?:[!#-+\--:<-[\]-~]*|"[!#-+\--:<-[\]-~]*")$/
const PATH = /^\/[ -:<-~]*$/
const DOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i
const DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/

// The message never contains the value, which may be a session.
function demand(field: string, isAllowed: boolean): void {
  if (!isAllowed) throw new TypeError(`cookie(): RFC 6265bis does not allow this ${field}`)
}
