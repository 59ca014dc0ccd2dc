import { bodyTooLarge } from '../errors/body-errors.ts'
import { toBytes } from '../http/text.ts'
import type { ByteSource } from './http-response.ts'
import type { BodySpec, BodyType, MediaSpec } from './body-type.ts'
import { bytesType } from './bytes-body.ts'

/** Chunks of bytes, never buffered. */
export const streamType: BodyType = {
  ...bytesType,
  name: 'stream',
  // `upstream.body` of fetch is null where there is no content.
  encode: (value) => (value === null ? '' : value),
  readChunks: async function* (chunks, { limit, onEnd }) {
    let left = limit
    for await (const chunk of chunks) {
      const bytes = toBytes(chunk)
      left -= bytes.length
      if (left < 0) throw bodyTooLarge()
      yield bytes
    }
    onEnd()
  },
}

/** Declares a body that is not buffered: the handler reads or sends its chunks. */
export function stream(
  contentType?: string,
): MediaSpec<ByteSource | null, AsyncIterable<Uint8Array>> &
  BodySpec<ByteSource | Uint8Array | string, AsyncIterable<Uint8Array>> {
  return { type: streamType, contentType } as never
}
