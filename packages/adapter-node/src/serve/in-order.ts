import type { IncomingMessage, ServerResponse } from 'node:http'
import process from 'node:process'
import type { HttpSocket } from '../connection/http-socket.ts'

/**
 * Runs the requests of a connection one after the other. A client may pipeline any number of
 * requests. Node would start all of them, although their responses are sent in order, and hold each
 * in memory until the first is done.
 */
export function inOrder(run: Run): Run {
  const lines = new WeakMap<HttpSocket, { waiting: number }>()
  const lineOf = (socket: HttpSocket): { waiting: number } => {
    const line = { waiting: 0 }
    lines.set(socket, line)
    // After each write Node resumes reading, so reading is stopped again.
    socket.on('drain', () => {
      if (line.waiting >= MOST_WAITING) hold(socket)
    })
    return line
  }
  return (req, res) => {
    // Node assigns the socket to a response when its turn comes.
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
  // Without this private flag of Node the next request would resume the socket.
  socket._paused = true
  socket.pause()
}

function release(socket: HttpSocket): void {
  socket._paused = false
  socket.parser?.resume()
  socket.resume()
}

/** From this number on the connection is not read. One read may bring more requests than this. */
const MOST_WAITING = 16
