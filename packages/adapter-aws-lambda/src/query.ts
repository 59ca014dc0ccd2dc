import { valuesOf } from './event.ts'
import { wellFormed } from './well-formed.ts'

/** Writes a query string from maps with decoded values: the one with all values, if there is one. */
export function encodeQuery(all: unknown, last: unknown): string {
  return joinQuery(all ?? last, (text) => wellFormed(text).replace(MEANT, encodeURIComponent))
}

/**
 * Writes a query string from maps whose names and values are as the client sent them. Only what
 * would begin another pair or a fragment is encoded.
 */
export function rawQuery(all: unknown, last: unknown): string {
  return joinQuery(all ?? last, (text) => text.replace(/[&# ]/g, encodeURIComponent))
}

function joinQuery(map: unknown, encode: (text: string) => string): string {
  const pairs: string[] = []
  for (const [name, values] of valuesOf(map)) {
    const key = encode(name).replaceAll('=', '%3D')
    for (const value of values) pairs.push(`${key}=${encode(value)}`)
  }
  return pairs.join('&')
}

// What cannot be in a query, and what has a meaning there. The rest stays, so that a long query
// does not get longer.
const MEANT = /[^!$'-*,-/\d:;=?@A-Z[\]_a-z|~]/gu
