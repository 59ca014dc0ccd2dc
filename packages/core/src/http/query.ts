import { splitOnce, decodeUtf8 } from './text.ts'

/** The name and value of one parameter. */
export type Pair = readonly [name: string, value: string]

/**
 * Parses a query string (without `?`) as `URLSearchParams` does; keeps the order of the pairs.
 *
 * @example
 * parseQuery('a=1&a=2&b=%2B+') // [['a', '1'], ['a', '2'], ['b', '+ ']]
 */
export function parseQuery(query: string): readonly Pair[] {
  if (query === '') return []
  try {
    return readPairs(query, decodeURIComponent)
  } catch {
    // One exception for the whole text: one for each of half a million pairs takes seconds, as in
    // Node's own URLSearchParams.
    return readPairs(query, decodeBroken)
  }
}

/** Parses an `application/x-www-form-urlencoded` body by the same rules. */
export function parseForm(bytes: Uint8Array): readonly Pair[] {
  return parseQuery(decodeUtf8(bytes, WITH_BOM))
}

/**
 * The query of a request as an ordered list of pairs, parsed at the first access.
 *
 * @example
 * const page = request.query.get('page') ?? '1'
 * const tags = request.query.getAll('tag')
 */
export class Query implements Iterable<Pair> {
  readonly #query: string
  #pairs: readonly Pair[] | undefined

  constructor(query: string) {
    this.#query = query
  }

  /** Returns the first value of a name. */
  get(name: string): string | undefined {
    return this.getAll(name)[0]
  }

  /** Returns all values of a name, in order. */
  getAll(name: string): readonly string[] {
    return this.#read()
      .filter((pair) => pair[0] === name)
      .map((pair) => pair[1])
  }

  [Symbol.iterator](): Iterator<Pair> {
    return this.#read()[Symbol.iterator]()
  }

  #read(): readonly Pair[] {
    return (this.#pairs ??= parseQuery(this.#query))
  }
}

/**
 * Converts pairs to the object that a schema validates: one value is a string, several are an array.
 *
 * @example
 * toRecord([['a', '1'], ['a', '2'], ['b', '']]) // { a: ['1', '2'], b: '' }
 */
export function toRecord(pairs: Iterable<Pair>): Record<string, string | string[]> {
  // No prototype, so that `__proto__` and `toString` are ordinary names.
  const record = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of pairs) {
    const seen = record[name]
    if (seen === undefined) record[name] = value
    else if (typeof seen === 'string') record[name] = [seen, value]
    else seen.push(value)
  }
  return record
}

function readPairs(query: string, decodePercent: (text: string) => string): readonly Pair[] {
  const decode = (text: string): string => {
    const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
    return spaced.includes('%') ? decodePercent(spaced) : spaced
  }
  const pairs: Pair[] = []
  for (const part of query.split('&')) {
    if (part === '') continue
    const [name, value] = splitOnce(part, '=')
    pairs.push([decode(name), decode(value)])
  }
  return pairs
}

// Decodes as the URL standard does: invalid escapes stay, invalid UTF-8 becomes U+FFFD. Adjacent
// escapes are decoded together; a UTF-8 sequence cannot continue in the raw text around them.
function decodeBroken(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => {
    const octets = run.slice(1).split('%')
    return LOSSY.decode(Uint8Array.from(octets, (octet) => parseInt(octet, 16)))
  })
}

const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true })
// The URL standard keeps a byte order mark as a part of the first name.
const WITH_BOM = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
