import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Runs `task` once, when the answer has been sent or the client is gone. */
export function whenClosed(req: IncomingMessage, res: ServerResponse, task: () => void): void {
  const { socket } = req
  if (res.closed || socket.destroyed) {
    queueMicrotask(task)
    return
  }
  // 'close' and not 'finish', which never comes for an aborted request.
  if (res.socket) {
    res.once('close', task)
    return
  }
  // A pipelined answer that waits for its turn hears nothing when the connection goes.
  const tasks = tasksOf(socket)
  const once = (): void => {
    if (tasks.delete(once)) task()
  }
  tasks.add(once)
  res.once('close', once)
}

// One listener for all of a connection: a client may pipeline any number of requests.
function tasksOf(socket: Socket): Set<() => void> {
  let tasks = waiting.get(socket)
  if (!tasks) {
    const created = new Set<() => void>()
    waiting.set(socket, created)
    socket.once('close', () => created.forEach((task) => task()))
    tasks = created
  }
  return tasks
}

const waiting = new WeakMap<Socket, Set<() => void>>()
