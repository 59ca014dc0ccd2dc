import type { Exchange } from '../src/development/local-accelerate.ts'

/** What is the same each time and matters: names, kinds and codes; of other values their type. */
export function outline({ method, path, headers, body, status, answer }: Exchange): object {
  return {
    request: `${method} ${path.replace(/[\da-f-]{36}/, '<id>')}`,
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !OF_FETCH.has(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, VARYING.has(name) ? `<${name}>` : value]),
    ),
    ...(body === '' ? {} : { body: shape(JSON.parse(body)) }),
    status,
    answer: shape(JSON.parse(answer)),
  }
}

/** What the platform's fetch adds, each its own. */
const OF_FETCH = new Set([
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
const VARYING = new Set(['prisma-engine-hash', 'prisma-engine-version'])

// The values of these say what kind of thing the object is.
const KINDS =
  /^(type|\$type|kind|arity|scalarType|dbType|prisma__type|model|operation|code|originalCode|provider|index)$/

function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    // As many as there are columns or parts of a statement: each kind once.
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
