import type { AdapterResponse } from '@gimbal/core/adapter'
import { type StreamWatch, toReadable } from './readable.ts'
import { isDeno } from './runtime.ts'

/** Builds the host's response. A plain body is out of our hands at once, a stream when it has ended. */
export function toResponse(response: AdapterResponse, watch: StreamWatch = {}): Response {
  const headers = new Headers()
  for (const [name, value] of response.headers) headers.append(name, value)
  const { status, body } = response
  // Bun closes then; Deno would say so and go on; who knows no connections drops it.
  if (response.close && !isDeno) headers.set('connection', 'close')
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    const stream = ofLength(toReadable(body, watch), headers.get('content-length'))
    return new Response(stream, { status, headers })
  }
  watch.onEnd?.()
  if (body === undefined) return new Response(noContent(response, headers), { status, headers })
  // Bytes, since a string would let the host choose a content type where there is none.
  const content = typeof body === 'string' ? encoder.encode(body) : body
  headers.set('content-length', String(content.length))
  return new Response(content as Uint8Array<ArrayBuffer>, { status, headers })
}

const encoder = new TextEncoder()

// HEAD of what GET streams: beside `null` Bun and Deno would claim a length of 0.
function noContent({ status }: AdapterResponse, headers: Headers): ReadableStream | null {
  if (headers.has('content-length') || status === 204 || status === 304) return null
  // Not at once: Bun counts what has ended before it looks.
  const pull = async (controller: ReadableStreamDefaultController): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve))
    controller.close()
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}

// workerd sends a stream in chunks, whatever its headers say, unless it is one of these:
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
