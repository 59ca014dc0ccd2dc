import type { ServerResponse } from 'node:http'

/** Ends the connection after a response. */
export function endConnection(res: ServerResponse): void {
  ending.add(res)
  res.shouldKeepAlive = false
}

/** Returns true if `endConnection` was called for this response. */
export function endsConnection(res: ServerResponse): boolean {
  return ending.has(res)
}

const ending = new WeakSet<ServerResponse>()
