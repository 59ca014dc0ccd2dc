import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How an invocation ended. */
export type Outcome =
  | { readonly kind: 'response'; readonly body: string }
  | { readonly kind: 'stream'; readonly contentType: string; readonly body: Buffer }
  | { readonly kind: 'error'; readonly error: { readonly errorType: string } }

/** What a function reports if its init phase fails. */
export interface InitError {
  readonly errorType: string
  readonly errorMessage: string
}

export interface Invocation {
  readonly event: string
  /** @default 3000 ms */
  readonly timeoutMs?: number
  /** Called with each chunk of a streamed response as it arrives. */
  readonly onChunk?: (chunk: Buffer) => void
  /** Leaves during a streamed response, as Lambda does if it has ended the invocation. */
  readonly signal?: AbortSignal
}

export interface RuntimeApi {
  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  /** Resolves with the error if the function reports that its init phase failed. */
  readonly initError: Promise<InitError>
  /** Resolves when the function asks for its first invocation: its init phase is over. */
  readonly ready: Promise<void>
  /** Runs one invocation; more wait in line, since an instance runs one at a time. */
  readonly invoke: (invocation: Invocation) => Promise<Outcome>
  readonly stop: () => Promise<void>
}

interface Pending extends Invocation {
  readonly id: string
  readonly settle: (outcome: Outcome) => void
}

/**
 * The HTTP API that a runtime of Lambda talks to: it asks for the next invocation and posts the
 * response, whole or streamed, or an error.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Pending[] = []
  const running = new Map<string, Pending>()
  const idle: ServerResponse[] = []
  const isReady = Promise.withResolvers<void>()
  const initError = Promise.withResolvers<InitError>()

  const dispatch = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const next = waiting.shift()!
      running.set(next.id, next)
      idle
        .shift()!
        .writeHead(200, {
          'content-type': 'application/json',
          'lambda-runtime-aws-request-id': next.id,
          'lambda-runtime-deadline-ms': String(Date.now() + (next.timeoutMs ?? 3000)),
          'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:f',
          'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
        })
        .end(next.event)
    }
  }

  const server = createServer((req, res) => void answer(req, res))
  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, path = ''] = /^\/2018-06-01\/runtime\/(.*)$/.exec(req.url ?? '') ?? []
    if (path === 'invocation/next') {
      isReady.resolve()
      idle.push(res)
      return dispatch()
    }
    if (path === 'init/error') {
      initError.resolve(JSON.parse((await read(req)).toString()) as InitError)
      return accept(res)
    }
    const [, id = '', kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? []
    const invocation = running.get(id)
    if (!invocation) return void res.writeHead(404).end()
    running.delete(id)
    if (kind === 'error') {
      const error = JSON.parse((await read(req)).toString()) as { errorType: string }
      accept(res)
      return invocation.settle({ kind: 'error', error })
    }
    if (req.headers['lambda-runtime-function-response-mode'] !== 'streaming') {
      const body = (await read(req)).toString()
      accept(res)
      return invocation.settle({ kind: 'response', body })
    }
    await readStream(req, res, invocation)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    ready: isReady.promise,
    initError: initError.promise,
    invoke: (invocation) =>
      new Promise((settle) => {
        waiting.push({ ...invocation, id: randomUUID(), settle })
        dispatch()
      }),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readStream(
  req: IncomingMessage,
  res: ServerResponse,
  { onChunk, signal, settle }: Pending,
): Promise<void> {
  const chunks: Buffer[] = []
  const leave = (): void => void req.destroy()
  signal?.addEventListener('abort', leave)
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      onChunk?.(chunk)
    }
  } catch {
    return settle({ kind: 'error', error: { errorType: 'Runtime.Disconnected' } })
  }
  accept(res)
  const errorType = req.trailers['lambda-runtime-function-error-type']
  if (errorType !== undefined) return settle({ kind: 'error', error: { errorType } })
  const contentType = req.headers['content-type'] ?? ''
  settle({ kind: 'stream', contentType, body: Buffer.concat(chunks) })
}

async function read(req: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await (req as unknown as { toArray: () => Promise<Buffer[]> }).toArray())
}

function accept(res: ServerResponse): void {
  res.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
}
