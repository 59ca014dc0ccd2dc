import { joinValues, trimOws } from '@gimbal/core/adapter'
import { valuesOf } from './event.ts'

/** Reads a map of headers; names that differ only in case are one header. */
export function readHeaders(map: unknown): Map<string, string> {
  const headers = new Map<string, string>()
  for (const [given, values] of valuesOf(map)) {
    const name = given.toLowerCase()
    const before = headers.get(name)
    const all = before === undefined ? values : [before, ...values]
    headers.set(name, joinValues(name, all.map(trimOws)))
  }
  return headers
}

/** Reads the headers of a source that joins repeated fields by a comma, and lists cookies apart. */
export function readJoinedHeaders(map: unknown, cookies: unknown): Map<string, string> {
  const headers = readHeaders(map)
  // The list counts where it is: a function URL has both.
  const list = Array.isArray(cookies) ? cookies.filter((each) => typeof each === 'string') : []
  if (list.length > 0) headers.set('cookie', list.join('; '))
  // Two Host lines: joined as by every other host, they are refused.
  const host = headers.get('host')
  if (host?.includes(',')) headers.set('host', host.replaceAll(',', ', '))
  return headers
}
