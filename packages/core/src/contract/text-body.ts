import { mediaTypes } from '../http/media-type.ts'
import { decodeUtf8 } from '../http/text.ts'
import type { BodySpec, BodyType, MediaSpec } from './body-type.ts'
import { bytesType } from './bytes-body.ts'
import { isText } from './content-type.ts'

/** Text in UTF-8. */
export const textType: BodyType = {
  name: 'text',
  contentType: mediaTypes.text,
  range: 'text/*',
  accepts: (contentType, declared) =>
    isText(contentType, (type) => (declared ? type === declared : type.startsWith('text/'))),
  read: decodeUtf8,
  fromParsed: (value) =>
    typeof value === 'string' ? value : decodeUtf8(bytesType.fromParsed(value) as Uint8Array),
  encode: (value) => value,
  jsonSchema: () => ({ type: 'string' }),
}

/** Declares a text body. Requests may be any `text/*` in UTF-8; responses have this content type. */
export function text(contentType?: string): MediaSpec<string, string> & BodySpec<string, string> {
  return { type: textType, contentType } as never
}
