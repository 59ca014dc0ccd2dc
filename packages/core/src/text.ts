import { HttpError } from './error.ts'
import { type Pair, parseQuery } from './query.ts'

/** Decodes a body that must be UTF-8; a byte order mark is ignored, broken bytes are a 400. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes)
  } catch {
    throw new HttpError(400, { code: 'invalid_utf8' })
  }
}

/** Reads an `application/x-www-form-urlencoded` body by the rules of the query. */
export function parseForm(bytes: Uint8Array): readonly Pair[] {
  return parseQuery(decodeUtf8(bytes))
}

const DECODER = new TextDecoder('utf-8', { fatal: true })
