import type { ServerResponse } from 'node:http'
import { errorResponse } from '@gimbal/core/adapter'
import type { Lifecycle } from '../to-node.ts'

/** Answers, with our own problem body, a request that the app does not get; then the connection ends. */
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
