import process from 'node:process'

/**
 * Warns, once per process, of a database on another host whose URL does not require TLS. The line
 * names no value of the URL.
 *
 * @example
 * warnWithoutTls(env.DATABASE_URL)
 */
export function warnWithoutTls(url: string): void {
  if (hasWarned || !mayGoInTheClear(url, process.env)) return
  hasWarned = true
  console.warn(WARNING)
}

let hasWarned = false

const WARNING =
  'warning: DATABASE_URL leads to another host and does not require TLS, so data and the ' +
  'password may cross the network in the clear: add sslmode=verify-full to it'

/**
 * Says whether `pg` may reach another host without TLS. Like `pg`, it takes the last of repeated
 * parameters, and the environment where the URL says nothing.
 *
 * @example
 * mayGoInTheClear('postgres://db.example.com/app', process.env) // true
 */
export function mayGoInTheClear(url: string, env: Environment): boolean {
  const { protocol, hostname, searchParams } = new URL(url)
  if (!protocol.startsWith('postgres')) return false
  const parameter = (name: string): string => searchParams.getAll(name).at(-1) ?? ''
  const host = parameter('host') || hostname || env['PGHOST'] || 'localhost'
  return !IS_LOCAL.test(host) && !requiresTls(parameter, env)
}

type Environment = Readonly<Record<string, string | undefined>>

function requiresTls(parameter: (name: string) => string, env: Environment): boolean {
  const mode = parameter('sslmode')
  if (mode) return STRICT_MODES.has(mode)
  if (CERTIFICATES.some(parameter) || parameter('sslnegotiation') === 'direct') return true
  const ssl = parameter('ssl')
  return ssl ? STRICT_SSL.has(ssl) : STRICT_MODES.has(env['PGSSLMODE'] ?? '')
}

// Not `prefer` and `allow`: pg 8 encrypts with them all the same, but says that its next version
// will do as libpq and most other clients do, which go on in the clear where the server has no TLS.
const STRICT_MODES = new Set(['require', 'verify-ca', 'verify-full', 'no-verify'])
const STRICT_SSL = new Set(['true', '1', 'no-verify'])
const CERTIFICATES = ['sslcert', 'sslkey', 'sslrootcert']

// This machine, by name, address or socket; and Hyperdrive, whose binding is no network.
const IS_LOCAL =
  /^(?:\/|%2f|localhost$|.*\.localhost$|127\.\d+\.\d+\.\d+$|\[?::1\]?$|[^.]+\.hyperdrive\.local$)/i
