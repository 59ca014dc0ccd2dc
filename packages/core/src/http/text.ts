import { coreError } from '../errors/http-error.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** Decodes UTF-8 and drops a byte order mark. Throws 400 for invalid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, decoder: TextDecoder = DECODER): string {
  const text = tryOrUndefined(() => decoder.decode(bytes))
  if (text === undefined) throw coreError('invalid_utf8')
  return text
}

/** Encodes a string as UTF-8; returns all other values unchanged. */
export function toBytes<Content>(content: Content): Exclude<Content, string> | Uint8Array {
  return typeof content === 'string'
    ? ENCODER.encode(content)
    : (content as Exclude<Content, string>)
}

/** Splits a text at the first occurrence of a separator into the parts before and after it. */
export function splitOnce(text: string, sign: string): [before: string, after: string] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const DECODER = new TextDecoder('utf-8', { fatal: true })
const ENCODER = new TextEncoder()
