import type { HttpExchange } from '../src/development/local-accelerate.ts'

/** Keeps the parts of an exchange that do not vary: names, kinds and codes, and the types of values. */
export function summarizeExchange({
  method,
  path,
  headers,
  body,
  status,
  answer,
}: HttpExchange): object {
  return {
    request: `${method} ${path.replace(/[\da-f-]{36}/, '<id>')}`,
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !FETCH_HEADERS.has(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, VARYING_HEADERS.has(name) ? `<${name}>` : value]),
    ),
    ...(body === '' ? {} : { body: shape(JSON.parse(body)) }),
    status,
    answer: shape(JSON.parse(answer)),
  }
}

/** Headers that the fetch of the platform adds. */
const FETCH_HEADERS = new Set([
  'accept-encoding',
  'accept-language',
  'cf-connecting-ip',
  'cf-worker',
  'connection',
  'content-length',
  'host',
  'sec-fetch-mode',
  'user-agent',
])
const VARYING_HEADERS = new Set(['prisma-engine-hash', 'prisma-engine-version'])

// The values of these properties are kept, because they say what an object is.
const KINDS =
  /^(type|\$type|kind|arity|scalarType|dbType|prisma__type|model|operation|code|originalCode|provider|index)$/

function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    // The length of a list varies, so each kind of item is kept once.
    const kinds = new Map(value.map((each) => [JSON.stringify(shape(each)), shape(each)]))
    const each = [...kinds.values()]
    return each.some((one) => typeof one === 'object') ? each : `list of ${each.join(' or ')}`
  }
  if (typeof value !== 'object' || value === null)
    return KINDS.test(key) ? value : value === null ? null : typeof value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === 'logs' ? '<logs>' : shape(each, name),
    ]),
  )
}
