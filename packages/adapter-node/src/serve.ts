import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, Server as NetServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { refuseRequest } from './client-error.ts'
import { type Connections, trackConnections } from './connections.ts'
import type { Lifecycle } from './to-node.ts'

/** Anything that node:http takes: a `NodeHandler`, an Express app, a listener of one's own. */
export type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

/** Where to listen, and how long to wait for what; all times in milliseconds. */
export interface ServeOptions {
  /** 0 picks a free one. @default 3000 */
  readonly port?: number
  /** @default every interface */
  readonly host?: string
  /** Closes the server when it aborts. */
  readonly signal?: AbortSignal
  /** What to make ready, drain and close along with the server. @default the listener, where it can */
  readonly lifecycle?: Lifecycle
  /** For a request's head. @default 10_000 */
  readonly headersTimeout?: number
  /** For a request in all, its body included. @default 30_000 */
  readonly requestTimeout?: number
  /** For the next bytes of a body. @default 10_000 */
  readonly bodyIdleTimeout?: number
  /** For the next request; longer than a load balancer's, which is often 60 seconds. @default 65_000 */
  readonly keepAliveTimeout?: number
  /** From "not ready" to refusing connections: load balancers take a while to notice. @default 0 */
  readonly drainDelay?: number
  /** For the answers that are still being made when the server closes; then they are cut. @default 10_000 */
  readonly drainTimeout?: number
}

/** A server that listens. */
export interface Served {
  readonly url: string
  readonly port: number
  readonly server: Server
  /** Drains: no readiness, no new connections, the answers under way, then the services. */
  readonly close: () => Promise<void>
}

/**
 * Listens, with the limits that a server on the open network needs. Installs no signal handlers:
 * calling `close()` on SIGTERM is the process's own affair.
 *
 * @example
 * const server = await serve(toNode(app), { port: 3000 })
 * process.once('SIGTERM', () => void server.close())
 */
export async function serve(listener: Listener, options: ServeOptions = {}): Promise<Served> {
  const { headersTimeout = 10_000, requestTimeout = 30_000, bodyIdleTimeout = 10_000 } = options
  const lifecycle = options.lifecycle ?? (isLifecycle(listener) ? listener : undefined)
  await lifecycle?.ready()
  // 2 s; for the short limits of tests a look more often.
  const interval = Math.min(2000, headersTimeout / 4, requestTimeout / 4, bodyIdleTimeout / 4)
  const state = { draining: false }
  const server = createServer(
    {
      connectionsCheckingInterval: interval,
      headersTimeout: Math.min(headersTimeout, requestTimeout),
      requestTimeout,
      keepAliveTimeout: options.keepAliveTimeout ?? 65_000,
      maxHeaderSize: 65_536,
      // HTTP/1.1 without Host is the app's to refuse, with the same words as everywhere.
      requireHostHeader: false,
    },
    (req, res) => {
      connections.note(req)
      if (state.draining) res.shouldKeepAlive = false
      void listener(req, res)
    },
  )
  const connections = trackConnections(server)
  server.on('clientError', refuseRequest)
  try {
    await listen(server, options)
  } catch (error) {
    await lifecycle?.close()
    throw error
  }
  const clock = setInterval(() => connections.refuseStalled(bodyIdleTimeout), interval).unref()
  const close = once(async () => {
    lifecycle?.drain()
    if (options.drainDelay) await wait(options.drainDelay)
    state.draining = true
    await closeServer(server, connections, options.drainTimeout ?? 10_000)
    clearInterval(clock)
    await lifecycle?.close()
  })
  const { port } = server.address() as AddressInfo
  if (options.signal?.aborted) await close()
  else options.signal?.addEventListener('abort', () => void close(), { once: true })
  return { url: `http://${nameOf(options.host)}:${String(port)}`, port, server, close }
}

async function listen(server: Server, { port = 3000, host }: ServeOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const reason = error.code === 'EADDRINUSE' ? 'it is already in use' : error.message
      reject(new Error(`cannot listen on port ${String(port)}: ${reason}`, { cause: error }))
    }
    server.once('error', fail)
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', fail)
      resolve()
    })
  })
}

/** Lets the answers under way go out, and cuts what is left after `timeout`. */
async function closeServer(
  server: Server,
  connections: Connections,
  timeout: number,
): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve))
  // Not http's own close(): it destroys connections whose answer is written but not yet sent, and
  // stops looking for slow requests.
  NetServer.prototype.close.call(server)
  connections.endAfterAnswers()
  const sweep = setInterval(connections.closeIdle, 25)
  const cut = setTimeout(connections.destroyAll, timeout)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
  // Now that nothing is left it only stops the clock inside.
  server.close()
}

function isLifecycle(listener: object): listener is Lifecycle {
  return 'ready' in listener && 'drain' in listener && 'close' in listener
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= run())
}

function nameOf(host: string | undefined): string {
  if (host === undefined || host === '' || host === '::' || host === '0.0.0.0') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
