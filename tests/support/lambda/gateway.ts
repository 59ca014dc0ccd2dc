import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeResult } from './function-result.ts'
import { type EventSourceName, REST_STAGE, toEvent } from './request-event.ts'

/** A function behind the gateway: it gets the JSON of an event. */
export interface GatewayFunction {
  /** Resolves with the JSON of the result; rejects if the invocation fails. */
  readonly invoke?: (event: string) => Promise<string>
  /** Passes the chunks of a streamed result on; rejects if the invocation fails. */
  readonly stream?: (event: string, res: ServerResponse) => Promise<void>
}

export interface Gateway {
  /** With the stage, if the source has one. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * An HTTP server that calls a function as an event source of Lambda does, as far as captured events
 * and reports tell: its form of requests and results, its limits, its changes of headers. The rest
 * is as node:http gives it.
 *
 * @example
 * const handler = toLambda(app)
 * const { url, stop } = await startGateway('http-api', {
 *   invoke: async (event) => JSON.stringify(await handler(JSON.parse(event))),
 * })
 */
export async function startGateway(
  source: EventSourceName,
  called: GatewayFunction,
): Promise<Gateway> {
  const server = createServer((req, res) => {
    void answer(source, called, { req, res })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    url: source === 'rest-api' ? `${origin}/${REST_STAGE}` : origin,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  source: EventSourceName,
  { invoke, stream }: GatewayFunction,
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
): Promise<void> {
  try {
    if (source === 'rest-api' && !isInStage(req.url ?? '')) return own(res, 403, 'Forbidden')
    const body = await readBody(req, LIMITS[source].body)
    const event = body && JSON.stringify(toEvent(source, req, body))
    if (event === undefined || event.length > PAYLOAD) {
      res.setHeader('connection', 'close')
      return own(res, 413, 'Request Entity Too Large')
    }
    if (stream) return await stream(event, res)
    const result = await invoke!(event)
    const { result: limit, failure } = LIMITS[source]
    if (Buffer.byteLength(result) > limit) return own(res, failure, 'Internal Server Error')
    writeResult(source, res, JSON.parse(result) as Record<string, unknown>)
  } catch {
    // As a gateway tells a failed invocation: before the head an error, after it a cut connection.
    if (res.headersSent) res.destroy()
    else own(res, LIMITS[source].failure, 'Internal Server Error')
  }
}

function isInStage(target: string): boolean {
  const path = target.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split(/[?#]/)[0]
  return path === `/${REST_STAGE}` || Boolean(path?.startsWith(`/${REST_STAGE}/`))
}

/** Returns the whole body, or `undefined` if it is longer than `limit`. */
async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = Number(req.headers['content-length'] ?? 0)
  if (length > limit) return undefined
  length = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) return undefined
  }
  return Buffer.concat(chunks)
}

function own(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

const MIB = 1024 * 1024
/** The largest event and the largest result of an invocation, in bytes. */
const PAYLOAD = 6 * MIB + 100
const API = { body: 10 * MIB, result: PAYLOAD, failure: 502 }
const BALANCER = { body: MIB, result: MIB, failure: 502 }

const LIMITS: Record<
  EventSourceName,
  { readonly body: number; readonly result: number; readonly failure: number }
> = {
  'rest-api': API,
  'http-api': { ...API, failure: 500 },
  'function-url': { ...API, body: 6 * MIB },
  'load-balancer': BALANCER,
  'load-balancer-multi': BALANCER,
}
