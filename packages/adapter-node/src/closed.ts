import type { IncomingMessage, ServerResponse } from 'node:http'

/** Runs `task` once, when the answer has been sent or the client is gone. */
export function whenClosed(req: IncomingMessage, res: ServerResponse, task: () => void): void {
  if (res.closed || req.socket.destroyed) {
    queueMicrotask(task)
    return
  }
  let done = false
  const once = (): void => {
    if (done) return
    done = true
    req.socket.off('close', once)
    task()
  }
  // 'close' and not 'finish', which never comes for an aborted request.
  res.once('close', once)
  // A pipelined answer that waits for its turn has no socket, and hears nothing when it goes.
  if (!res.socket) req.socket.once('close', once)
}
