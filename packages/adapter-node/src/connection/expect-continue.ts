import type { IncomingMessage, ServerResponse } from 'node:http'
import { endsConnection } from './end-connection.ts'

/**
 * Sends `100 Continue` when the body is first read, and never where the answer comes without it (RFC
 * 9110 §10.1.1): then the client need not send a body that is refused by its length. Whether it does
 * is not known, so that such an answer ends the connection.
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

/** Keeps `100 Continue` back for good: the answer is about to be written. */
export function answersWithoutBody(req: IncomingMessage): void {
  waiting.delete(req)
}

const waiting = new WeakSet<IncomingMessage>()
