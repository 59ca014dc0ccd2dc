import { parseMediaType } from '../http/media-type.ts'

/** Says whether a content type is one of text in UTF-8, and of the declared media type. */
export function isText(contentType: string, isDeclared: (type: string) => boolean): boolean {
  const { type = '', charset = 'utf-8' } = parseMediaType(contentType) ?? {}
  return isDeclared(type) && charset === 'utf-8'
}

/**
 * Says whether a content type fits where bytes are not looked into. One that is repeated or follows
 * no grammar may pass: its first word counts. Multipart is never taken for something else.
 */
export function isRaw(contentType: string, declared: string | undefined): boolean {
  const type = FIRST_WORD.exec(contentType.toLowerCase())![1]!
  return !type.startsWith('multipart/') && (!declared || type === declared)
}

const FIRST_WORD = /^[\s,;]*([^\s,;]*)/
