import type { ServerResponse } from 'node:http'
import { errorResponse } from '@gimbal/core/adapter'
import type { Lifecycle } from '../to-node.ts'

/** Sends a problem response for a request that does not reach the app, and ends the connection. */
export function sendErrorResponse(
  res: ServerResponse,
  status: number,
  { refuse }: Pick<Lifecycle, 'refuse'> = {},
): void {
  const { method, socket } = res.req
  const refusal = refuse?.({ status, method, client: socket.remoteAddress })
  const { headers, body } = refusal ?? errorResponse(status)
  for (const name of res.getHeaderNames()) res.removeHeader(name)
  for (const [name, value] of headers) res.setHeader(name, value)
  res.setHeader('connection', 'close')
  res.writeHead(status).end(method === 'HEAD' ? undefined : body)
}
