import type { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'
import type { HttpSocket } from '../connection/http-socket.ts'

/**
 * Runs the requests of a connection one after the other. A client may pipeline any number of them,
 * and Node would start them all, although their responses wait for each other: each of those is held
 * in memory while the first is made.
 */
export function inOrder(run: Run): Run {
  const lines = new WeakMap<HttpSocket, { waiting: number }>()
  const lineOf = (socket: HttpSocket): { waiting: number } => {
    const line = { waiting: 0 }
    lines.set(socket, line)
    // Node has read on, as it does whenever something has been written.
    socket.on('drain', () => {
      if (line.waiting >= MOST_WAITING) hold(socket)
    })
    return line
  }
  return (req, res) => {
    // Node gives a response its socket when its turn comes.
    if (res.socket) return run(req, res)
    const socket = req.socket as HttpSocket
    const line = lines.get(socket) ?? lineOf(socket)
    if (++line.waiting >= MOST_WAITING) hold(socket)
    res.once('socket', () => {
      if (--line.waiting === MOST_WAITING / 2) release(socket)
      process.nextTick(run, req, res)
    })
  }
}

type Run = (req: IncomingMessage, res: ServerResponse) => void

function hold(socket: HttpSocket): void {
  // Without Node's own mark the next request resumes the socket.
  socket._paused = true
  socket.pause()
}

function release(socket: HttpSocket): void {
  socket._paused = false
  socket.parser?.resume()
  socket.resume()
}

/** Then no more is read from the connection; what one read brings may be more than these. */
const MOST_WAITING = 16
