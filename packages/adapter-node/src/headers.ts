import { joinValues, trimOws } from '@gimbal/core/adapter'

/**
 * The values of one header, joined, or `undefined`. Of a repeated content-type, authorization and
 * others `req.headers` keeps the first alone, so the raw pairs are searched.
 */
export function readHeader(rawHeaders: readonly string[], name: string): string | undefined {
  let first: string | undefined
  let all: string[] | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (!isNamed(rawHeaders[index]!, name)) continue
    const value = trimOws(rawHeaders[index + 1]!)
    if (first === undefined) first = value
    else (all ??= [first]).push(value)
  }
  const raw = all ? joinValues(name, all) : first
  return raw && toUtf8(raw)
}

/** What is asked of every request, in one look. */
export interface Framing {
  /** The Host header, repeats joined; `undefined` where there is none. */
  readonly host: string | undefined
  /** The length of the content in bytes: 0 where there is none, `undefined` where it comes in chunks. */
  readonly length: number | undefined
}

export function readFraming(rawHeaders: readonly string[]): Framing {
  let host: string | undefined
  let length: number | undefined = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!
    // By the length first: most names are none of these.
    if (name.length === 4) {
      if (!isNamed(name, 'host')) continue
      const value = trimOws(rawHeaders[index + 1]!)
      host = host === undefined ? value : joinValues('host', [host, value])
    } else if (name.length === 14) {
      if (isNamed(name, 'content-length')) length = Number(rawHeaders[index + 1])
    } else if (name.length === 17 && isNamed(name, 'transfer-encoding')) length = undefined
  }
  return { host, length }
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

function isNamed(given: string, name: string): boolean {
  return given.length === name.length && (given === name || given.toLowerCase() === name)
}

/** Node reads bytes as latin1; every host of ours reads them as UTF-8. */
function toUtf8(value: string): string {
  return NON_ASCII.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value
}

const NON_ASCII = /[\u0080-\u00ff]/
