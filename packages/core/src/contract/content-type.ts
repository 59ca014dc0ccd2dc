import { parseMediaType } from '../http/media-type.ts'

/** Returns true if a content type has the declared media type and its charset is UTF-8 (`utf8` too) or absent. */
export function isText(contentType: string, isDeclared: (type: string) => boolean): boolean {
  const { type = '', charset = 'utf-8' } = parseMediaType(contentType) ?? {}
  return isDeclared(type) && /^utf-?8$/.test(charset)
}

/**
 * Returns true if a content type matches for a body that is not parsed. A repeated or malformed one
 * may match: only its first word is compared. Multipart never matches.
 */
export function isRaw(contentType: string, declared: string | undefined): boolean {
  const type = FIRST_WORD.exec(contentType.toLowerCase())![1]!
  return !type.startsWith('multipart/') && (!declared || type === declared)
}

const FIRST_WORD = /^[\s,;]*([^\s,;]*)/
