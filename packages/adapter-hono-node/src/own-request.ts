import type { IncomingMessage } from 'node:http'

/**
 * Returns true if a middleware has replaced the `Request` that @hono/node-server made of Node's
 * request.
 */
export function isReplaced(raw: Request, incoming: IncomingMessage): boolean {
  if (keys && at(raw, keys.incoming) === incoming) return false
  keys = findKeys(raw, incoming) ?? keys
  return !keys || at(raw, keys.incoming) !== incoming
}

/**
 * Returns true for the server's own `Request` whose headers were never accessed, and so not
 * changed.
 */
export function isUntouched(raw: Request, incoming: IncomingMessage): boolean {
  return !isReplaced(raw, incoming) && at(raw, keys!.headers) === undefined
}

/**
 * The symbols under which the server's `Request` keeps Node's request, and the headers once they
 * were accessed. They are looked up once. If they are not found, each request counts as replaced,
 * which is correct but slower.
 */
interface Keys {
  readonly incoming: symbol
  readonly headers: symbol
}

let keys: Keys | undefined

function findKeys(raw: Request, incoming: IncomingMessage): Keys | undefined {
  const incomingKey = keyOf(raw, incoming)
  const headersKey = incomingKey && keyOf(raw, raw.headers)
  return incomingKey && headersKey ? { incoming: incomingKey, headers: headersKey } : undefined
}

function keyOf(raw: Request, value: unknown): symbol | undefined {
  return Object.getOwnPropertySymbols(raw).find((key) => at(raw, key) === value)
}

function at(raw: Request, key: symbol): unknown {
  return (raw as unknown as Record<symbol, unknown>)[key]
}
