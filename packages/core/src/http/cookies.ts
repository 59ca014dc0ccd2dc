import { isToken, trimOws } from './headers.ts'

/** What a cookie says beside its name and value. */
export interface CookieOptions {
  /** @default '/', where a browser would take the folder of the request's path. */
  readonly path?: string
  /** Sends the cookie to subdomains too; by default it stays on this host. */
  readonly domain?: string
  /** Seconds; 0 deletes the cookie. */
  readonly maxAge?: number
  readonly expires?: Date
  /** @default true: a script has no use for a session, and an injected one much. */
  readonly httpOnly?: boolean
  /** @default true: browsers hold http://localhost for secure enough, Safari excepted. */
  readonly secure?: boolean
  /** @default 'Lax': not sent along with a POST from another site. */
  readonly sameSite?: 'Strict' | 'Lax' | 'None'
  readonly partitioned?: boolean
  readonly priority?: 'Low' | 'Medium' | 'High'
}

/**
 * Builds a `set-cookie` value by the grammar of RFC 6265bis, safe unless told otherwise; a value
 * outside that grammar is a TypeError, so encode other text first (`encodeURIComponent`).
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
  // Browsers drop a cookie that breaks one of these, and say nothing.
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
 * Reads a `cookie` header: values as they were sent, without quotes round them and with nothing
 * decoded; of a name that comes twice the first one counts.
 *
 * @example
 * readCookies('a=1; b="2"; a=3').get('b') // '2'
 */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=')
    const name = trimOws(pair.slice(0, Math.max(equals, 0)))
    // Browsers put the cookie of the longer path first.
    if (name !== '' && !cookies.has(name))
      cookies.set(name, trimOws(pair.slice(equals + 1)).replace(/^"(.*)"$/s, '$1'))
  }
  return cookies
}

const VALUE = /^(?:[!#-+\--:<-[\]-~]*|"[!#-+\--:<-[\]-~]*")$/
const PATH = /^\/[ -:<-~]*$/
const DOMAIN = /^[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i
const DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/

// Names the field and never the value, which may be a session.
function demand(field: string, isAllowed: boolean): void {
  if (!isAllowed) throw new TypeError(`cookie(): RFC 6265bis does not allow this ${field}`)
}
