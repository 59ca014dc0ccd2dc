import type { ServeOptions } from './serve.ts'

/**
 * Reads PORT (a port or the path of a Unix socket), HOST, DRAIN_DELAY_MS and MAX_CONNECTIONS for
 * `serve`. Errors name the variable and never print its value.
 *
 * @example
 * await serve(listener, readServeOptions(process.env, { port: 3000 }))
 */
export function readServeOptions(
  env: Environment,
  defaults: { readonly port: number },
): Pick<ServeOptions, 'port' | 'path' | 'fd' | 'host' | 'drainDelay' | 'maxConnections'> {
  const maxConnections = readNumber(env, 'MAX_CONNECTIONS', { least: 1, most: 1_000_000 })
  return {
    ...readPlace(env, defaults.port),
    drainDelay: readNumber(env, 'DRAIN_DELAY_MS', { most: 3_600_000 }) ?? 0,
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(env['HOST'] ? { host: env['HOST'] } : {}),
  }
}

/**
 * PORT is a port, or the path of a Unix socket. LISTEN_FDS is set by systemd's socket activation,
 * which hands over descriptor 3 (sd_listen_fds(3)).
 */
function readPlace(env: Environment, port: number): Pick<ServeOptions, 'port' | 'path' | 'fd'> {
  const { PORT, LISTEN_FDS, LISTEN_PID } = env
  if (LISTEN_FDS === '1' && LISTEN_PID === String(process.pid)) return { fd: 3 }
  if (PORT && /^(?:\.?\/|\\\\[.?]\\pipe\\)/.test(PORT)) return { path: PORT }
  return { port: readNumber(env, 'PORT', { most: 65_535 }) ?? port }
}

/**
 * Reads TRUST_PROXY for the adapter: the number of proxies in front that write X-Forwarded-For.
 * Without it every client behind a proxy has the proxy's address in the log and in limits.
 *
 * @example
 * toExpress(app, { services, ...readAdapterOptions(process.env) })
 */
export function readAdapterOptions(env: Environment): { readonly trustProxy?: number } {
  const trustProxy = readNumber(env, 'TRUST_PROXY', { most: 100 })
  return trustProxy === undefined ? {} : { trustProxy }
}

/**
 * Describes in one line why a server did not start, and how to fix it.
 *
 * @example
 * console.error(describeStartFailure(error)) // Cannot start: port 3000: it is already in use; …
 */
export function describeStartFailure(error: unknown): string {
  const { message = error, cause } = Object(error) as { message?: unknown; cause?: unknown }
  const { code, port } = Object(cause) as { code?: unknown; port?: unknown }
  const words = LISTENING[String(code)]?.(String(port)) ?? String(message).split('\n')[0]
  return `Cannot start: ${words ?? ''}`
}

/** Messages for errors of `listen`, by Node's error codes. */
const LISTENING: Readonly<Record<string, (port: string) => string>> = {
  EADDRINUSE: (port) =>
    `port ${port}: it is already in use; stop what uses it, or set PORT to another`,
  EACCES: (port) => `port ${port}: it needs a privilege; set PORT to one from 1024 on`,
  EADDRNOTAVAIL: () => NO_ADDRESS,
  ENOTFOUND: () => NO_ADDRESS,
  EAI_AGAIN: () => NO_ADDRESS,
  EINVAL: () => NO_ADDRESS,
}
const NO_ADDRESS = 'HOST is no address of this machine: correct it, or leave it out'

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a whole number from a variable; `undefined` if it is not set. The error names the variable
 * and its range, and never prints its value.
 *
 * @example
 * readNumber(process.env, 'POOL_SIZE', { least: 1, most: 100 }) ?? 10
 */
export function readNumber(
  env: Environment,
  name: string,
  { least = 0, most }: { readonly least?: number; readonly most: number },
): number | undefined {
  const value = env[name]
  if (!value) return undefined
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) {
    throw new TypeError(
      `${name} is not right: set it to a whole number from ${String(least)} to ${String(most)}`,
    )
  }
  return Number(value)
}
