import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type * as api from '@opentelemetry/api'
import type * as contextHooks from '@opentelemetry/context-async-hooks'
import { Server, parseDuration, parseSize } from '@prisma/query-plan-executor'

export interface LocalAccelerate {
  /** A `prisma+postgres://` URL, as Accelerate gives out. */
  readonly url: string
  /** How many requests came so far, by path. */
  readonly requests: ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

/** A request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly status: number
  readonly answer: string
}

/**
 * Serves a Postgres by Accelerate's protocol on the loopback interface: the program that Accelerate
 * itself runs, which Prisma publishes for its own use. Its interface may change with each version,
 * so it is pinned, and known to this file alone.
 *
 * @example
 * const { url, stop } = await startLocalAccelerate(postgres.url)
 */
export async function startLocalAccelerate(
  databaseUrl: string,
  onExchange?: (exchange: Exchange) => void,
): Promise<LocalAccelerate> {
  provideContext()
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
    answer(executor, incoming, outgoing).then(onExchange, (error: unknown) => {
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

/** Its logger travels in OpenTelemetry's context, and without a manager there is none. */
function provideContext(): void {
  // By require: the ES modules of these packages name files without extension, for bundlers only.
  const require = createRequire(import.meta.url)
  const { context } = require('@opentelemetry/api') as typeof api
  const hooks = require('@opentelemetry/context-async-hooks') as typeof contextHooks
  context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable())
}

async function answer(
  executor: Server,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Exchange> {
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

// Its types speak of a Temporal that it does not bring along.
const duration: (iso: string) => unknown = parseDuration
const TIMEOUTS = {
  queryTimeout: duration('PT5M'),
  maxTransactionTimeout: duration('PT5M'),
  maxTransactionWaitTime: duration('PT5S'),
} as Pick<
  Parameters<typeof Server.create>[0],
  'queryTimeout' | 'maxTransactionTimeout' | 'maxTransactionWaitTime'
>
