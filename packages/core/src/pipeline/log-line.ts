import type { LogEntry } from '../contract/log.ts'
import { tryOrUndefined, isObject } from '../errors/assertions.ts'

/** Writes an entry as one line of JSON, which also escapes line breaks from clients. */
export function writeLogLine(entry: LogEntry): void {
  const line = lineOf({ ...entry, error: describeError(entry.error) })
  if (entry.level === 'error') console.error(line)
  else console.log(line)
}

/**
 * Converts an error with its causes to plain data, for loggers that print an Error as `{}`. Of other
 * thrown objects only the key names are kept.
 *
 * @example
 * const log: Log = ({ error, ...entry }) => logger.info({ ...entry, err: describeError(error) })
 */
export function describeError(error: unknown): unknown {
  return describe(error, 0)
}

function describe(error: unknown, depth: number): unknown {
  if (error === undefined || depth > 5) return undefined
  if (!isObject(error)) {
    return typeof error === 'function'
      ? 'a thrown function'
      : `a thrown ${typeof error}: ${textOf(error)}`
  }
  // Not `instanceof`: errors may come from another realm, for example in a test runner.
  const read = (key: string): unknown =>
    tryOrUndefined(() => (error as Record<string, unknown>)[key])
  const message = read('message')
  if (typeof message !== 'string') {
    const keys = tryOrUndefined(() => Object.keys(error)) ?? []
    // Without its values: a thrown database row or request contains secrets.
    return `a thrown object with the keys ${textOf(keys.slice(0, 20).join(', '))}`
  }
  return {
    name: optional(read('name')),
    message: message.slice(0, LONGEST),
    ...fieldsOf(read),
    stack: optional(read('stack')),
    errors: describeErrors(read('errors'), depth + 1),
    cause: describe(read('cause'), depth + 1),
  }
}

/** What databases and HTTP clients add to their errors. Other fields may hold secrets. */
const FIELDS = ['code', 'status', 'detail', 'constraint', 'meta']

function fieldsOf(read: (key: string) => unknown): object {
  const fields: Record<string, unknown> = {}
  for (const key of FIELDS) {
    const text = tryOrUndefined(() => JSON.stringify(read(key)))
    if (text !== undefined) fields[key] = text.length > LONGEST ? textOf(text) : JSON.parse(text)
  }
  return fields
}

/** The errors of an AggregateError. */
function describeErrors(errors: unknown, depth: number): unknown {
  return Array.isArray(errors)
    ? errors.slice(0, 10).map((error) => describe(error, depth))
    : undefined
}

const LONGEST = 16_384

function optional(value: unknown): string | undefined {
  return value === undefined ? undefined : textOf(value)
}

function textOf(value: unknown): string {
  return (tryOrUndefined(() => String(value)) ?? typeof value).slice(0, LONGEST)
}

/** Serializes an entry as one line, even with a cycle, a BigInt or a `toJSON` that throws. */
function lineOf(entry: LogEntry): string {
  const text = tryOrUndefined(() => JSON.stringify(entry)) ?? JSON.stringify(writable(entry))
  // JSON does not escape these two, but some log readers treat them as line ends.
  return text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

function writable(entry: LogEntry): object {
  const fields = Object.entries(entry).map(([name, value]) => {
    const isWritable = tryOrUndefined(() => JSON.stringify(value) ?? true) !== undefined
    return [name, isWritable ? value : `a value of type ${typeof value} that JSON cannot write`]
  })
  return Object.fromEntries(fields) as object
}
