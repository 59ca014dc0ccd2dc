import process from 'node:process'

/**
 * Prints one warning per process if the database is on another host and its URL does not require
 * TLS. The warning contains no value of the URL.
 *
 * @example
 * warnWithoutTls(env.DATABASE_URL)
 */
export function warnWithoutTls(url: string): void {
  if (hasWarned || !mayConnectWithoutTls(url, process.env)) return
  hasWarned = true
  console.warn(WARNING)
}

let hasWarned = false

const WARNING =
  'warning: DATABASE_URL leads to another host and does not require TLS, so data and the ' +
  'password may cross the network in the clear: add sslmode=verify-full to it'

/**
 * Returns true if `pg` may connect to another host without TLS. Like `pg`, it uses the last of
 * repeated
 * parameters, and the environment variables for parameters that the URL omits.
 *
 * @example
 * mayConnectWithoutTls('postgres://db.example.com/app', process.env) // true
 */
export function mayConnectWithoutTls(url: string, env: Environment): boolean {
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

// `prefer` and `allow` are missing: pg 8 encrypts with them, but announces that its next version
// will follow libpq, which connects without TLS if the server has none.
const STRICT_MODES = new Set(['require', 'verify-ca', 'verify-full', 'no-verify'])
const STRICT_SSL = new Set(['true', '1', 'no-verify'])
const CERTIFICATES = ['sslcert', 'sslkey', 'sslrootcert']

// Names, addresses and sockets of this machine. Hyperdrive's host is local too: its binding does not
// use the network.
const IS_LOCAL =
  /^(?:\/|%2f|localhost$|.*\.localhost$|127\.\d+\.\d+\.\d+$|\[?::1\]?$|[^.]+\.hyperdrive\.local$)/i
