import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { endConnection } from './end-connection.ts'
import { answersWithoutBody } from './expect-continue.ts'
import type { HttpSocket } from './http-socket.ts'

/** Limits for reading on after a response that ends its connection: time, then bytes. */
export const GRACEFUL_CLOSE_MS: number = 2000
// With the default body limit of 1 MiB, less than 2 MiB of a refused body is read.
export const GRACEFUL_CLOSE_BYTES: number = 512 * 1024

interface Answered {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** True while part of the request body has not arrived yet. */
  readonly isUnfinished: boolean
}

/** Prepares the connection for a response; called before the response head is written. */
export function closeGracefully(request: Answered, close: boolean): void {
  const { req, res } = request
  answersWithoutBody(req)
  if (close) res.setHeader('connection', 'close')
  if (!request.isUnfinished) return
  lingerAfterAnswer(req)
  res.once('finish', () => discardRest(req))
}

/**
 * Handles the part of a request body that has not arrived when the response is written. If a socket
 * is closed with unread bytes, the kernel resets it, and the client may lose the response. So the
 * server ends its side first, reads a little more, then closes.
 */
function lingerAfterAnswer(req: IncomingMessage): void {
  const { socket } = req
  // Tells Node that the body has a reader. Otherwise Node would read all of it, however long it is.
  req.read(0)
  socket.destroySoon = () => readUntilClosed(req)
}

/** Discards the rest of a body after the response, so that the connection can be reused. */
function discardRest(req: IncomingMessage): void {
  if (req.complete || isClosing(req.socket)) return
  // Without a content-length there may be any amount left.
  if (req.headers['content-length'] === undefined) return readUntilClosed(req)
  req.removeAllListeners('data')
  req.resume()
}

/**
 * Makes a request the last one of its connection. After a request with an Upgrade header, Node
 * drops the bytes that came with it and parses the next ones as a new request, even in the middle
 * of a body.
 */
export function markLastRequest(req: IncomingMessage, res: ServerResponse): void {
  hasLast = true
  last.set(req.socket, req)
  endConnection(res)
}

/** Returns true if an earlier request ends the connection, so that this one must not run. */
export function isAfterLastRequest(req: IncomingMessage): boolean {
  const { socket } = req
  if (isClosing(socket)) return true
  if (!hasLast || (last.get(socket) ?? req) === req || waiting.has(req)) return false
  // If this response is the current one, the last request comes after it and so this one may run.
  return (socket as HttpSocket)._httpMessage?.req !== req
}

/** Marks a request that waits for its turn: it came before any later last request. */
export function noteWaitingRequest(req: IncomingMessage): void {
  waiting.add(req)
}

// Most servers never see such a request, and reading a variable is cheaper than a map lookup.
let hasLast = false
const last = new WeakMap<Socket, IncomingMessage>()
const waiting = new WeakSet<IncomingMessage>()

/** Returns true if the connection is about to close: a further request would get no response. */
export function isClosing(socket: Writable): boolean {
  // `writableEnded` is the cheaper check.
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
    // The socket stays open: a client that is blocked in sending can still read its response.
    if (left < 0) req.pause()
  })
  req.once('end', () => socket.destroySoon())
  req.resume()
}

const leaving = new WeakSet<Writable>()
