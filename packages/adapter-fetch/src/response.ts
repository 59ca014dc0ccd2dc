import type { AdapterResponse } from '@gimbal/core/adapter'
import { type StreamWatch, toReadable } from './readable.ts'
import { isDeno, isWorkerd } from './runtime.ts'

/**
 * Builds the host's response. Calls `onEnd` at once for a plain body, and at the end of a stream.
 */
export function toResponse(response: AdapterResponse, watch: StreamWatch = {}): Response {
  const headers = new Headers()
  for (const [name, value] of response.headers) headers.append(name, value)
  const { status, body } = response
  // Bun closes the connection then. Deno would send the header but keep the connection. Other hosts
  // drop the header.
  if (response.close && !isDeno) headers.set('connection', 'close')
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    const stream = ofLength(toReadable(body, watch), headers.get('content-length'))
    return new Response(stream, initOf(status, headers))
  }
  watch.onEnd?.()
  if (body === undefined) return new Response(noContent(response, headers), { status, headers })
  // Bytes: for a string the host would add a content type if there is none.
  const content = typeof body === 'string' ? encoder.encode(body) : body
  headers.set('content-length', String(content.length))
  return new Response(content as Uint8Array<ArrayBuffer>, initOf(status, headers))
}

const encoder = new TextEncoder()

/** workerd would apply the content coding once more. */
function initOf(status: number, headers: Headers): ResponseInit {
  const isCoded = isWorkerd && headers.has('content-encoding')
  return { status, headers, ...(isCoded && { encodeBody: 'manual' }) }
}

// For HEAD of a streamed GET: with a `null` body Bun and Deno would send a length of 0.
function noContent({ status }: AdapterResponse, headers: Headers): ReadableStream | null {
  if (headers.has('content-length') || status === 204 || status === 304) return null
  // Delayed: Bun sets a length if the stream has ended before Bun looks at it.
  const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve))
    controller.close()
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

// workerd sends any other stream in chunks, whatever the headers are:
// https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/
function ofLength(
  stream: ReadableStream<Uint8Array>,
  length: string | null,
): ReadableStream<Uint8Array> {
  const { FixedLengthStream } = globalThis as { FixedLengthStream?: FixedLengthConstructor }
  if (length === null || !FixedLengthStream) return stream
  return stream.pipeThrough(new FixedLengthStream(Number(length)))
}

type FixedLengthConstructor = new (length: number) => ReadableWritablePair<Uint8Array, Uint8Array>
