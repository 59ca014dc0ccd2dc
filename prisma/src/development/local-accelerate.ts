import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type * as api from '@opentelemetry/api'
import type * as contextHooks from '@opentelemetry/context-async-hooks'
import { Server, parseDuration, parseSize } from '@prisma/query-plan-executor'

export interface LocalAccelerate {
  /** A `prisma+postgres://` URL, as Accelerate issues them. */
  readonly url: string
  /** The number of requests so far, by path. */
  readonly requests: ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

/** A request and its response, as sent over HTTP. */
export interface HttpExchange {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly status: number
  readonly answer: string
}

/**
 * Serves a Postgres over Accelerate's protocol on the loopback interface. It runs the server that
 * Accelerate itself runs, which Prisma publishes for its own use. The API of that package may change
 * with each version, so its version is pinned and only this file uses it.
 *
 * @example
 * const { url, stop } = await startLocalAccelerate(postgres.url)
 */
export async function startLocalAccelerate(
  databaseUrl: string,
  onExchange?: (exchange: HttpExchange) => void,
): Promise<LocalAccelerate> {
  registerContextManager()
  const executor = await Server.create({
    databaseUrl,
    maxResponseSize: parseSize('128 MiB'),
    ...TIMEOUTS,
    perRequestLogContext: { logFormat: 'text', logLevel: 'error' },
  })
  const requests = new Map<string, number>()
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    requests.set(pathname, (requests.get(pathname) ?? 0) + 1)
    forward(executor, incoming, outgoing).then(onExchange, (error: unknown) => {
      outgoing.writeHead(500).end(String(error))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `prisma+postgres://localhost:${port}/?api_key=local`,
    requests,
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await executor.shutdown()
    },
  }
}

/** Registers a context manager. The server finds its logger in the context of OpenTelemetry. */
function registerContextManager(): void {
  // Loaded with `require`, because the ES modules of these packages import files without extensions.
  const require = createRequire(import.meta.url)
  const { context } = require('@opentelemetry/api') as typeof api
  const hooks = require('@opentelemetry/context-async-hooks') as typeof contextHooks
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable())
}

async function forward(
  executor: Server,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<HttpExchange> {
  const { method = 'GET', url: path = '/', headers } = incoming
  const body = Buffer.concat(await incoming.toArray())
  const request = new Request(new URL(path, 'http://localhost'), {
    method,
    headers: headers as Record<string, string>,
    ...(body.length > 0 ? { body } : {}),
  })
  const response = await executor.fetch(request)
  const text = await response.text()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(text)
  return { method, path, headers, body: body.toString(), status: response.status, answer: text }
}

// The types of the package use a `Temporal` type that it does not contain.
const duration: (iso: string) => unknown = parseDuration
const TIMEOUTS = {
  queryTimeout: duration('PT5M'),
  maxTransactionTimeout: duration('PT5M'),
  maxTransactionWaitTime: duration('PT5S'),
} as Pick<
  Parameters<typeof Server.create>[0],
  'queryTimeout' | 'maxTransactionTimeout' | 'maxTransactionWaitTime'
>
