import { isUtf8 } from 'node:buffer'
import type { AdapterResponse, ByteStream } from '@gimbal/core/adapter'
import { wellFormed } from './well-formed.ts'

/** The body of a result. */
export interface Content {
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** Returns a body as text if its type is a text and its bytes are UTF-8, else in base64. */
export function toContent(
  body: string | Uint8Array | undefined,
  headers: AdapterResponse['headers'],
): Content {
  if (body === undefined) return { body: '', isBase64Encoded: false }
  // JSON could carry half of a surrogate pair, HTTP cannot.
  if (typeof body === 'string') return { body: wellFormed(body), isBase64Encoded: false }
  const isBase64Encoded = !isText(headers) || !isUtf8(body)
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return { body: bytes.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded }
}

/** Thrown for a stream that cannot be sent as one buffered response. */
export class UnbufferableError extends Error {
  override readonly name = 'UnbufferableError'
}

/**
 * Collects a streamed body up to `limit` bytes. Stops the source and throws if it is longer, or if
 * it goes on when `isLate` resolves.
 */
export async function collectStream(
  { next, stop }: ByteStream,
  limit: number,
  isLate: Promise<void>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const late = isLate.then((): never => {
    throw new UnbufferableError(
      'the stream of the response did not end before the invocation: stream it with toLambdaStream',
    )
  })
  try {
    for (;;) {
      const chunk = await Promise.race([next(), late])
      if (!chunk) return Buffer.concat(chunks)
      chunks.push(chunk)
      length += chunk.length
      if (length > limit) throw new UnbufferableError(describeLimit(limit))
    }
  } catch (error) {
    if (error instanceof UnbufferableError) await stop()
    throw error
  }
}

export function describeLimit(limit: number): string {
  return `the response is longer than ${limit} bytes, the most that Lambda passes on: send less, or stream it with toLambdaStream`
}

function isText(headers: AdapterResponse['headers']): boolean {
  const valueOf = (name: string): string => headers.find(([key]) => key === name)?.[1] ?? ''
  return TEXT.test(valueOf('content-type')) && valueOf('content-encoding') === ''
}

const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript|x-ndjson)\s*(?:;|$))/i
