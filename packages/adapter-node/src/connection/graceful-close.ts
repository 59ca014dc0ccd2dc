import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { endConnection } from './end-connection.ts'
import { answersWithoutBody } from './expect-continue.ts'
import type { HttpSocket } from './http-socket.ts'

/** How long, and how much more, a connection takes in after an answer that it ends with. */
export const GRACEFUL_CLOSE_MS: number = 2000
// Beside the default limit of 1 MiB this keeps what we take in of a refused body under 2 MiB.
export const GRACEFUL_CLOSE_BYTES: number = 512 * 1024

interface Answered {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** Whether some of the body is still on its way. */
  readonly isUnfinished: boolean
}

/** What an answer asks of its connection; called before the head is written. */
export function closeGracefully(request: Answered, close: boolean): void {
  const { req, res } = request
  answersWithoutBody(req)
  if (close) res.setHeader('connection', 'close')
  if (!request.isUnfinished) return
  lingerAfterAnswer(req)
  res.once('finish', () => discardRest(req))
}

/**
 * Looks after the part of a request's body that is still on its way when the answer is written.
 * Closing a socket that has unread bytes makes the kernel reset it, and the client may lose the
 * answer that it has not read yet: so the connection says goodbye, reads a little more, then closes.
 */
function lingerAfterAnswer(req: IncomingMessage): void {
  const { socket } = req
  // Tells Node that the body has a reader; else it would take in all of it, however long.
  req.read(0)
  socket.destroySoon = () => readUntilClosed(req)
}

/** Takes in what is left of a body after the answer, so that the connection can carry the next request. */
function discardRest(req: IncomingMessage): void {
  if (req.complete || isClosing(req.socket)) return
  // Of an unknown length there is no knowing how much is left.
  if (req.headers['content-length'] === undefined) return readUntilClosed(req)
  req.removeAllListeners('data')
  req.resume()
}

/**
 * Makes a request the last one of its connection. After one that asks for an upgrade Node drops what
 * came with it and takes what comes next for a new request, in the middle of a value or of a body.
 */
export function markLastRequest(req: IncomingMessage, res: ServerResponse): void {
  hasLast = true
  last.set(req.socket, req)
  endConnection(res)
}

/** Whether a request came on a connection that an earlier one ends, so that it must not run. */
export function isAfterLastRequest(req: IncomingMessage): boolean {
  const { socket } = req
  if (isClosing(socket)) return true
  if (!hasLast || (last.get(socket) ?? req) === req || waiting.has(req)) return false
  // Where it is its turn, the last one is still to come: behind that one no turn comes.
  return (socket as HttpSocket)._httpMessage?.req !== req
}

/** Notes a request that waits for its turn: the last one may come behind it meanwhile. */
export function noteWaitingRequest(req: IncomingMessage): void {
  waiting.add(req)
}

// Most servers never see such a request, and a look into the map costs more than one at a variable.
let hasLast = false
const last = new WeakMap<Socket, IncomingMessage>()
const waiting = new WeakSet<IncomingMessage>()

/** A connection that is about to close: another request on it would have no answer. */
export function isClosing(socket: Writable): boolean {
  // Its end comes first, and costs less to ask for.
  return socket.writableEnded && leaving.has(socket)
}

function readUntilClosed(req: IncomingMessage): void {
  const { socket } = req
  Reflect.deleteProperty(socket, 'destroySoon')
  if (req.complete) return socket.destroySoon()
  leaving.add(socket)
  socket.end()
  const timer = setTimeout(() => socket.destroy(), GRACEFUL_CLOSE_MS).unref()
  socket.once('close', () => clearTimeout(timer))
  let left = GRACEFUL_CLOSE_BYTES
  req.removeAllListeners('data')
  req.on('data', (chunk: Buffer) => {
    left -= chunk.length
    // Not closed yet: a client that is stuck sending can still read its answer.
    if (left < 0) req.pause()
  })
  req.once('end', () => socket.destroySoon())
  req.resume()
}

const leaving = new WeakSet<Writable>()
