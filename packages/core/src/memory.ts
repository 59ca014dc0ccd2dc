import { bodyTooLarge, noBytes } from './body.ts'
import { joinValues } from './headers.ts'
import type { HostRequest } from './host-types.ts'
import type { Awaitable } from './schema.ts'
import type { ByteSource } from './spec.ts'

export interface MemoryMessage {
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Uint8Array | ByteSource | undefined
  readonly signal?: AbortSignal | undefined
  readonly peer?: string
  readonly afterResponse: (task: () => Awaitable<void>) => void
}

/** A request that came over no wire: for calls in process and for tests. */
export function memoryRequest(message: MemoryMessage): HostRequest {
  const { method, target, body, signal } = message
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(message.headers)) {
    const lower = name.toLowerCase()
    headers.set(lower, joinValues(lower, typeof value === 'string' ? [value] : value))
  }
  const isSized = body instanceof Uint8Array
  return {
    method,
    target,
    host: headers.get('host') ?? 'localhost',
    peer: message.peer,
    signal: signal ?? new AbortController().signal,
    platform: undefined,
    header: (name) => headers.get(name),
    headerEntries: () => headers,
    bodyLength: isSized ? body.length : undefined,
    hasBody: isSized ? body.length > 0 : body !== undefined,
    parsedBody: undefined,
    readBody: async (limit) => {
      const bytes = body === undefined ? noBytes : isSized ? body : await readAll(body)
      if (bytes.length > limit) throw bodyTooLarge()
      return bytes
    },
    streamBody: () => chunksOf(body ?? noBytes),
    waitUntil: () => undefined,
    afterResponse: message.afterResponse,
  }
}

/** All chunks of a stream as one array of bytes. */
export async function readAll(source: ByteSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunksOf(source)) {
    chunks.push(chunk)
    length += chunk.length
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

async function* chunksOf(body: Uint8Array | ByteSource): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body
  else
    for await (const chunk of body) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk
}

const encoder = new TextEncoder()
