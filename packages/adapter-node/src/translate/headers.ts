import type { IncomingMessage } from 'node:http'
import { joinValues, trimOws } from '@gimbal/core/adapter'

/**
 * Returns the value of one header, with repeats joined. A header that middleware in front has set
 * or removed in `req.headers` counts (CWE-290). `rawHeaders` is read only for values that Node
 * leaves out of `req.headers`, and only if the header was not changed.
 */
export function readHeader({ headers, rawHeaders }: Message, name: string): string | undefined {
  const value: unknown = headers[name]
  if (typeof value !== 'string') return readOther(value, name, rawHeaders)
  if (FIRST_ALONE.has(name) && isRepeated(rawHeaders, name)) {
    const sent = valuesOf(rawHeaders, name)
    if (sent[0] === value) return toUtf8(joinTrimmed(name, sent))
  }
  const isPlain = trimOws(value) === value && !NON_ASCII.test(value)
  return isPlain ? value : readChangeable(rawHeaders, name, value)
}

/**
 * Decodes a value that middleware may have set. Values from the wire are UTF-8 read as latin1, also
 * with text appended to them. Any other value is text already.
 */
export function readChangeable(rawHeaders: readonly string[], name: string, value: string): string {
  const sent = valuesOf(rawHeaders, name)
  if (sent[0] === value) return toUtf8(trimOws(value))
  // Each value is trimmed by itself: a space after an empty value belongs to the separator.
  if (joinValues(name, sent) === value) return toUtf8(joinTrimmed(name, sent))
  const text = trimOws(value)
  if (!LATIN1.test(text)) return text
  try {
    return STRICT.decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}

/** All headers, each name once, in lower case. */
export function* readHeaders(message: Message): Generator<[name: string, value: string]> {
  for (const name of [...Object.keys(message.headers), '__proto__']) {
    const value = readHeader(message, name)
    if (value !== undefined) yield [name, value]
  }
}

type Message = Pick<IncomingMessage, 'headers' | 'rawHeaders'>

function readOther(
  value: unknown,
  name: string,
  rawHeaders: readonly string[],
): string | undefined {
  // A set-cookie header, or an array that middleware has set.
  if (Array.isArray(value)) return toUtf8(joinTrimmed(name, value.map(String)))
  if (typeof value === 'number') return String(value)
  // `__proto__` cannot be a key of `req.headers`. `constructor` and the like are inherited
  // functions.
  const sent = name === '__proto__' ? valuesOf(rawHeaders, name) : []
  return sent.length > 0 ? toUtf8(joinTrimmed(name, sent)) : undefined
}

function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let isThere = false
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (!isNamed(rawHeaders[index]!, name)) continue
    if (isThere) return true
    isThere = true
  }
  return false
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (isNamed(rawHeaders[index]!, name)) values.push(rawHeaders[index + 1]!)
  }
  return values
}

function isNamed(given: string, name: string): boolean {
  return given.length === name.length && (given === name || given.toLowerCase() === name)
}

function joinTrimmed(name: string, values: readonly string[]): string {
  return joinValues(name, values.map(trimOws))
}

/** Node decodes header bytes as latin1; every host reads them as UTF-8. */
function toUtf8(value: string): string {
  return LATIN1.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const NON_ASCII = /[^\0-\x7f]/
const LATIN1 = /^[\0-\xff]*[\x80-\xff][\0-\xff]*$/

/** Node keeps only the first value of these: https://nodejs.org/api/http.html#messageheaders */
const FIRST_ALONE: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
])
