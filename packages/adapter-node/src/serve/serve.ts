import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Duplex } from 'node:stream'
import { type ParserError, answerParserError } from './client-error.ts'
import { closeServer } from './close-server.ts'
import { coalesceChunks } from '../translate/coalesce-chunks.ts'
import { trackConnections } from './connections.ts'
import { endConnection } from '../connection/end-connection.ts'
import { continueWhenRead } from '../connection/expect-continue.ts'
import { limitConnections } from './limit-connections.ts'
import {
  isAfterLastRequest,
  markLastRequest,
  noteWaitingRequest,
} from '../connection/graceful-close.ts'
import { type Address, listen, type ListenOptions } from './listen.ts'
import { inOrder } from './in-order.ts'
import { sendErrorResponse } from './refuse-response.ts'
import type { Lifecycle } from '../to-node.ts'

/** A listener of node:http: a `NodeHandler`, an Express app or any other function. */
export type Listener = (req: IncomingMessage, res: ServerResponse) => unknown

/** Where to listen, and the time limits in milliseconds. */
export interface ServeOptions extends ListenOptions {
  /** Closes the server when it aborts. */
  readonly signal?: AbortSignal
  /**
   * What to start, drain and close with the server. @default the listener, if it has these methods
   */
  readonly lifecycle?: Lifecycle
  /** Time limit for the request head. @default 10_000 */
  readonly headersTimeout?: number
  /** Time limit for the whole request, including its body. @default 30_000 */
  readonly requestTimeout?: number
  /** Time limit for the next bytes of a body. @default 10_000 */
  readonly bodyIdleTimeout?: number
  /**
   * Time limit for a client to read more of a response; then the connection and the stream's source
   * end. @default 30_000
   */
  readonly writeIdleTimeout?: number
  /**
   * Time to wait for the next request; longer than a load balancer's, often 60 s. @default 65_000
   */
  readonly keepAliveTimeout?: number
  /**
   * Over this number an idle connection of the client with most connections is ended, else the
   * newest. @default 10_000
   */
  readonly maxConnections?: number
  /**
   * Delay between "not ready" and refusing connections, so that load balancers notice. @default 0
   */
  readonly drainDelay?: number
  /**
   * Time limit for running responses, which are then cut, and for disposing the services.
   * @default 10_000
   */
  readonly drainTimeout?: number
}

/** A server that listens. */
export interface Served extends Address {
  readonly server: Server
  /** Drains: readiness fails, no new connections, running responses end, services are disposed. */
  readonly close: () => Promise<void>
}

/**
 * Listens, with the limits that a server on the open network needs. Installs no signal handlers:
 * call `close()` on SIGTERM yourself.
 *
 * @example
 * const server = await serve(toNode(app), { port: 3000 })
 * process.once('SIGTERM', () => void server.close())
 */
export async function serve(listener: Listener, options: ServeOptions = {}): Promise<Served> {
  const { headersTimeout = 10_000, requestTimeout = 30_000, bodyIdleTimeout = 10_000 } = options
  const { writeIdleTimeout = 30_000, drainTimeout = 10_000 } = options
  const lifecycle = options.lifecycle ?? (isLifecycle(listener) ? listener : undefined)
  await lifecycle?.ready()
  // Checks every 2 s; more often if a limit is short, as in tests.
  const shortest = Math.min(headersTimeout, requestTimeout, bodyIdleTimeout, writeIdleTimeout)
  const interval = Math.min(2000, shortest / 4)
  const state = { draining: false }
  const run = inOrder((req, res) => {
    if (isAfterLastRequest(req)) return
    if (state.draining) endConnection(res)
    void callListener(listener, res, lifecycle)
  })
  const refuseFragmented = (request: IncomingMessage): void => {
    refuse({ code: 'ERR_FRAGMENTED_BODY', request }, request.socket)
  }
  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    if (isAfterLastRequest(req)) return
    const { headers } = req
    connections.note(req, res)
    if (!res.socket) noteWaitingRequest(req)
    if (headers.upgrade !== undefined) markLastRequest(req, res)
    if (declaresBody(req)) coalesceChunks(req, refuseFragmented)
    run(req, res)
  }
  const server = createServer(
    {
      connectionsCheckingInterval: interval,
      headersTimeout: Math.min(headersTimeout, requestTimeout),
      requestTimeout,
      keepAliveTimeout: options.keepAliveTimeout ?? 65_000,
      maxHeaderSize: 65_536,
      // The app itself refuses HTTP/1.1 without Host, so that all hosts send the same response.
      requireHostHeader: false,
    },
    answer,
  )
  const connections = trackConnections(server)
  const refuse = (error: ParserError, socket: Duplex): void => {
    answerParserError(error, socket, {
      refuse: lifecycle?.refuse,
      isAnswered: connections.isAnswered,
    })
  }
  // The app refuses too many header fields. Before 22.23.2 Node would silently drop some.
  server.maxHeadersCount = 0
  limitConnections(server, options.maxConnections ?? 10_000, () => {
    lifecycle?.report?.(undefined, 'connections over maxConnections are dropped', 'warn')
  })
  server.on('clientError', refuse)
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    if (declaresBody(req)) continueWhenRead(req, res)
    answer(req, res)
  })
  server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => {
    sendErrorResponse(res, 417, lifecycle)
  })
  let address: Address
  try {
    address = await listen(server, options)
  } catch (error) {
    await lifecycle?.close()
    throw error
  }
  const clock = setInterval(() => {
    connections.refuseStalled(bodyIdleTimeout, refuse)
    connections.dropUnread(writeIdleTimeout)
  }, interval).unref()
  const close = once(async () => {
    try {
      lifecycle?.drain()
    } catch (error) {
      lifecycle?.report?.(error, 'drain() failed')
    }
    if (options.drainDelay) await wait(options.drainDelay)
    state.draining = true
    const end = performance.now() + drainTimeout
    // The rest of the time is for disposing the services.
    await closeServer(server, connections, drainTimeout - Math.min(1000, drainTimeout / 10))
    clearInterval(clock)
    await lifecycle?.close({ timeoutMs: Math.max(end - performance.now(), 0) })
  })
  if (options.signal?.aborted) await close()
  else options.signal?.addEventListener('abort', () => void close(), { once: true })
  return { ...address, server, close }
}

/** An error of the listener ends only its own request. */
async function callListener(
  listener: Listener,
  res: ServerResponse,
  lifecycle: Lifecycle | undefined,
): Promise<void> {
  try {
    await listener(res.req, res)
  } catch (error) {
    const report = lifecycle?.report ?? ((thrown: unknown) => console.error(thrown))
    report(error, 'the listener failed')
    if (res.headersSent) res.destroy()
    else sendErrorResponse(res, 500, lifecycle)
  }
}

function declaresBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

function isLifecycle(listener: object): listener is Lifecycle {
  return 'ready' in listener && 'drain' in listener && 'close' in listener
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= run())
}
