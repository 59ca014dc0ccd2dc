import type { IncomingMessage, ServerResponse } from 'node:http'
import { whenClosed } from './when-closed.ts'

/**
 * Aborts when the client leaves before the response is complete, and never after that. Listens to
 * the response, since `req` emits 'close' as soon as its body has been read.
 */
export function clientSignal(req: IncomingMessage, res: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const settle = (): void => {
    // An own reason: the default one is a DOMException that holds a reference cycle
    // (node-server#172).
    if (!res.writableEnded) controller.abort(clientGone())
  }
  if (res.closed) settle()
  else whenClosed(req, res, settle)
  return controller.signal
}

function clientGone(): Error {
  const error = new Error('the client closed the connection before it was answered')
  error.name = 'AbortError'
  return error
}
