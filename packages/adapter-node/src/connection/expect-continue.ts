import type { IncomingMessage, ServerResponse } from 'node:http'
import { endsConnection } from './end-connection.ts'

/**
 * Sends `100 Continue` when the body is first read (RFC 9110 §10.1.1), so that a client need not
 * send a body that is refused by its length. If the response is written without reading the body,
 * no 100 is sent and the connection ends: the client may or may not send the body then.
 */
export function continueWhenRead(req: IncomingMessage, res: ServerResponse): void {
  const { shouldKeepAlive } = res
  const read = req._read.bind(req)
  res.shouldKeepAlive = false
  waiting.add(req)
  req._read = (size) => {
    if (waiting.delete(req) && !res.headersSent) {
      res.shouldKeepAlive = shouldKeepAlive && !endsConnection(res)
      res.writeContinue()
    }
    read(size)
  }
}

/** Suppresses `100 Continue`: the response is about to be written. */
export function answersWithoutBody(req: IncomingMessage): void {
  waiting.delete(req)
}

const waiting = new WeakSet<IncomingMessage>()
