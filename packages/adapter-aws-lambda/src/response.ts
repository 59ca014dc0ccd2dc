import type { AdapterResponse } from '@gimbal/core/adapter'
import type { Content } from './body.ts'

/** What a function returns. Each event source takes some of these properties. */
export interface LambdaResult {
  readonly statusCode: number
  readonly statusDescription?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>
  readonly cookies?: readonly string[]
  readonly body: string
  readonly isBase64Encoded: boolean
}

/** A response without streams, before it gets the form of its event source. */
export interface WholeResponse extends Pick<AdapterResponse, 'status' | 'headers'>, Content {}

/** What Lambda accepts of a buffered response, in bytes of JSON. */
export const INVOCATION_LIMIT = 6_291_556

/** Separates the cookies of a response from its other headers. */
export function splitCookies(headers: AdapterResponse['headers']): {
  readonly cookies: readonly string[]
  readonly others: AdapterResponse['headers']
} {
  const isCookie = ([name]: readonly [string, string]): boolean => name === 'set-cookie'
  return {
    cookies: headers.filter(isCookie).map(([, value]) => value),
    others: headers.filter((header) => !isCookie(header)),
  }
}

/** Returns true if the JSON of a result has more than `limit` bytes. */
export function isOver(result: LambdaResult, limit: number): boolean {
  // In JSON a UTF-16 unit has at most 6 bytes: most responses need not be written to be measured.
  const { body, isBase64Encoded, ...head } = result
  const headSize = Buffer.byteLength(JSON.stringify(head)) + 64
  if (6 * body.length + headSize <= limit) return false
  const size = isBase64Encoded ? body.length + 2 : Buffer.byteLength(JSON.stringify(body))
  return size + headSize > limit
}
