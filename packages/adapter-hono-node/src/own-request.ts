import type { IncomingMessage } from 'node:http'

/**
 * Says whether a middleware has put another `Request` in the place of the one that @hono/node-server
 * makes of Node's.
 */
export function isReplaced(raw: Request, incoming: IncomingMessage): boolean {
  if (keys && at(raw, keys.incoming) === incoming) return false
  keys = findKeys(raw, incoming) ?? keys
  return !keys || at(raw, keys.incoming) !== incoming
}

/** Says whether it is the server's own, and nothing has asked for its headers, and so changed any. */
export function isUntouched(raw: Request, incoming: IncomingMessage): boolean {
  return !isReplaced(raw, incoming) && at(raw, keys!.headers) === undefined
}

/**
 * The server keeps Node's request, and the headers once something has asked for them, under symbols
 * of its own, which are looked up once. Without them each request counts as replaced: right, but slow.
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
