import { mediaTypes } from '../http/media-type.ts'
import type { BodySpec, BodyType, MediaSpec } from './body-type.ts'
import { isRaw } from './content-type.ts'

/** Bytes, buffered. */
export const bytesType: BodyType = {
  name: 'bytes',
  contentType: mediaTypes.bytes,
  takesCodings: true,
  accepts: isRaw,
  read: (bytes) => bytes,
  fromParsed: (value) => {
    if (value instanceof Uint8Array) return value
    throw new Error('raw_body_unavailable: its parser needs keepRawBody')
  },
  encode: (value) => value,
  jsonSchema: () => ({}),
}

/** Declares a body of bytes, which is buffered. */
export function bytes(
  contentType?: string,
): MediaSpec<Uint8Array, Uint8Array> & BodySpec<Uint8Array, Uint8Array> {
  return { type: bytesType, contentType } as never
}
