import { joinValues, trimOws } from '@gimbal/core/adapter'

/**
 * The values of one header, joined, or `undefined`. Of a repeated content-type, authorization and
 * others `req.headers` keeps the first alone, so the raw pairs are searched.
 */
export function readHeader(rawHeaders: readonly string[], name: string): string | undefined {
  const raw = findHeader(rawHeaders, name)
  return raw && toUtf8(raw)
}

/** The same, of a header that is ASCII or no good. */
export function findHeader(rawHeaders: readonly string[], name: string): string | undefined {
  let first: string | undefined
  let all: string[] | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index]!
    if (given.length !== name.length || (given !== name && given.toLowerCase() !== name)) continue
    const value = trimOws(rawHeaders[index + 1]!)
    if (first === undefined) first = value
    else (all ??= [first]).push(value)
  }
  return all ? joinValues(name, all) : first
}

/** The length of the content in bytes: 0 where there is none, `undefined` where it comes in chunks. */
export function contentLength(rawHeaders: readonly string[]): number | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!
    // By the length first: asked of every request, and mostly neither is there.
    if (name.length === 14 && name.toLowerCase() === 'content-length') {
      return Number(rawHeaders[index + 1])
    }
    if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') return undefined
  }
  return 0
}

/** All headers, each name once, in lower case. */
export function readHeaders(rawHeaders: readonly string[]): Map<string, string> {
  const values = new Map<string, string[]>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase()
    const value = toUtf8(trimOws(rawHeaders[index + 1]!))
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  const headers = new Map<string, string>()
  for (const [name, given] of values) headers.set(name, joinValues(name, given))
  return headers
}

/** Node reads bytes as latin1; every host of ours reads them as UTF-8. */
function toUtf8(value: string): string {
  return NON_ASCII.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value
}

const NON_ASCII = /[\u0080-\u00ff]/
