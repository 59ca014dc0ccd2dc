import { Buffer } from 'node:buffer'
import { readId } from './id.ts'

/**
 * Makes the cursor that a client sends back to get the rows after `lastId`.
 *
 * @example
 * writeCursor(20) // 'YWZ0ZXIgMjA'
 */
export function writeCursor(lastId: number): string {
  return Buffer.from(PREFIX + String(lastId)).toString('base64url')
}

/**
 * Returns the id in a cursor; `undefined` for any other text.
 *
 * @example
 * readCursor('YWZ0ZXIgMjA') // 20
 */
export function readCursor(cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const id = text.startsWith(PREFIX) ? readId(text.slice(PREFIX.length)) : undefined
  // Decoding skips characters outside base64url, so several texts would give one id.
  return id !== undefined && writeCursor(id) === cursor ? id : undefined
}

const PREFIX = 'after '
