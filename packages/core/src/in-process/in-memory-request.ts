import type { ByteStream } from '../contract/adapter-types.ts'
import { noBytes } from '../pipeline/read-body.ts'
import { bodyTooLarge } from '../errors/body-errors.ts'
import { joinValues } from '../http/headers.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { ByteSource } from '../contract/http-response.ts'
import { toBytes } from '../http/text.ts'

export interface InMemoryMessage {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Uint8Array | ByteSource | undefined
  readonly signal?: AbortSignal | undefined
  readonly peer?: string
  readonly afterResponse: (task: () => Awaitable<void>) => void
}

/** Creates a request without a connection, for calls in process and tests. */
export function inMemoryRequest(message: InMemoryMessage): AdapterRequest {
  const { method, target, peer, signal, afterResponse } = message
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(message.headers)) {
    const lower = name.toLowerCase()
    headers.set(lower, joinValues(lower, [value].flat()))
  }
  const body = toBytes(message.body ?? noBytes)
  const bodyLength = body instanceof Uint8Array ? body.length : undefined
  return {
    method,
    target,
    hostHeader: headers.get('host') ?? 'localhost',
    peer,
    signal: signal ?? new AbortController().signal,
    header: (name) => headers.get(name),
    headerEntries: () => headers,
    bodyLength,
    hasBody: bodyLength !== 0,
    readBody: async (limit) => {
      const bytes = body instanceof Uint8Array ? body : await readAll(body)
      if (bytes.length > limit) throw bodyTooLarge()
      return bytes
    },
    streamBody: () => (body instanceof Uint8Array ? [body] : body),
    waitUntil: () => undefined,
    afterResponse,
  }
}

/** Reads all chunks of a body into one array of bytes. */
export async function readAll(source: ByteSource): Promise<Uint8Array> {
  const chunks: (Uint8Array | string)[] = []
  for await (const chunk of source) chunks.push(chunk)
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}

/** Converts a stream to an async generator; leaving the loop stops the stream. */
export async function* chunksOf({ next, stop }: ByteStream): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = await next(); chunk; chunk = await next()) yield chunk
  } finally {
    void stop()
  }
}
