import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Runs `task` once, after the response has been sent or the client has left. */
export function whenClosed(req: IncomingMessage, res: ServerResponse, task: () => void): void {
  const { socket } = req
  if (res.closed || socket.destroyed) {
    queueMicrotask(task)
    return
  }
  // Not 'finish': it is not emitted for an aborted request.
  if (res.socket) {
    res.once('close', task)
    return
  }
  // A pipelined response that waits for its turn emits no event when the connection closes.
  const tasks = tasksOf(socket)
  const once = (): void => {
    if (tasks.delete(once)) task()
  }
  tasks.add(once)
  res.once('close', once)
}

// One listener per connection: a client may pipeline any number of requests.
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
