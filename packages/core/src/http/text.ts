import { coreError } from '../errors/http-error.ts'
import { tryOrUndefined } from '../errors/assertions.ts'

/** Decodes a body that must be UTF-8; a byte order mark is ignored, broken bytes are a 400. */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = tryOrUndefined(() => DECODER.decode(bytes))
  if (text === undefined) throw coreError('invalid_utf8')
  return text
}

/** Encodes a text as UTF-8; what is no text stays what it is. */
export function toBytes<Content>(content: Content): Exclude<Content, string> | Uint8Array {
  return typeof content === 'string'
    ? ENCODER.encode(content)
    : (content as Exclude<Content, string>)
}

/** Cuts a text at the first of a sign: what stands before and what after it, without the sign. */
export function splitOnce(text: string, sign: string): [before: string, after: string] {
  const at = text.indexOf(sign)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const DECODER = new TextDecoder('utf-8', { fatal: true })
const ENCODER = new TextEncoder()
