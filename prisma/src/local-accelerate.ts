import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { Server, parseDuration, parseSize } from '@prisma/query-plan-executor'

export interface LocalAccelerate {
  /** A `prisma+postgres://` URL, as Accelerate gives out. */
  readonly url: string
  /** How many requests came so far, by path. */
  readonly requests: ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

/**
 * Serves a Postgres by Accelerate's protocol on the loopback interface: the program that Accelerate
 * itself runs, which Prisma publishes for its own use. Its interface may change with each version,
 * so it is pinned, and known to this file alone.
 *
 * @example
 * const { url, stop } = await startLocalAccelerate(postgres.url)
 */
export async function startLocalAccelerate(databaseUrl: string): Promise<LocalAccelerate> {
  // Its logger travels in OpenTelemetry's context, and without a manager there is none.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const executor = await Server.create({
    databaseUrl,
    maxResponseSize: parseSize('128 MiB'),
    queryTimeout: parseDuration('PT5M'),
    maxTransactionTimeout: parseDuration('PT5M'),
    maxTransactionWaitTime: parseDuration('PT5S'),
    perRequestLogContext: { logFormat: 'text', logLevel: 'error' },
  })
  const requests = new Map<string, number>()
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    requests.set(pathname, (requests.get(pathname) ?? 0) + 1)
    answer(executor, incoming, outgoing).catch((error: unknown) => {
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

async function answer(
  executor: Server,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks = await incoming.toArray()
  const request = new Request(new URL(incoming.url ?? '/', 'http://localhost'), {
    method: incoming.method ?? 'GET',
    headers: incoming.headers as Record<string, string>,
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  })
  const response = await executor.fetch(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
