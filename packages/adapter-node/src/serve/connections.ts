import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ParserError } from './client-error.ts'
import { endConnection } from '../connection/end-connection.ts'
import type { HttpSocket } from '../connection/http-socket.ts'
import { isClosing } from '../connection/graceful-close.ts'

interface Connection {
  /** The latest request and its response. */
  request: IncomingMessage | undefined
  response: ServerResponse | undefined
  /** Bytes received at the last check, and the time when that number last changed. */
  bytes: number
  since: number
  /** Bytes sent at the last check, and the time when that number last changed. */
  sent: number
  sentSince: number
}

/** Tracks what Node does not report about a server's connections. */
export interface Connections {
  /** Records the latest request of a connection. */
  readonly note: (req: IncomingMessage, res: ServerResponse) => void
  /** Returns true if the latest request has its response although its body is incomplete. */
  readonly isAnswered: (socket: HttpSocket) => boolean
  /** Refuses requests whose body has made no progress for `limit` milliseconds. */
  readonly refuseStalled: (limit: number, refuse: Refuse) => void
  /** Destroys connections whose client has read no waiting bytes for `limit` milliseconds. */
  readonly dropUnread: (limit: number) => void
  /** Makes the responses that have not started yet end their connections. */
  readonly endAfterAnswers: () => void
  /** Closes connections that have no response to send and received nothing since the last call. */
  readonly closeIdle: () => void
  readonly destroyAll: () => void
}

type Refuse = (error: ParserError, socket: Socket) => void

/** Tracks each connection of a server from opening to close. */
export function trackConnections(server: Server): Connections {
  const connections = new Map<Socket, Connection>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, {
      request: undefined,
      response: undefined,
      ...{ bytes: -1, since: 0, sent: -1, sentSince: 0 },
    })
    socket.once('close', () => connections.delete(socket))
  })
  return {
    note: (req, res) => {
      const connection = connections.get(req.socket)
      if (!connection) return
      connection.request = req
      connection.response = res
      connection.bytes = -1
    },
    isAnswered: (socket) => {
      const { request, response } = connections.get(socket as Socket) ?? {}
      return request?.complete === false && response?.headersSent === true
    },
    refuseStalled: (limit, refuse) => {
      const now = performance.now()
      for (const [socket, connection] of connections) {
        const { request } = connection
        if (!request || request.complete) continue
        if (socket.bytesRead !== connection.bytes || isHeldBack(request)) {
          connection.bytes = socket.bytesRead
          connection.since = now
        } else if (now - connection.since >= limit) {
          refuse({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket)
        }
      }
    },
    dropUnread: (limit) => {
      const now = performance.now()
      for (const [socket, connection] of connections) {
        const sent = sentBy(socket)
        if (socket.writableLength === 0 || sent !== connection.sent) {
          connection.sent = sent
          connection.sentSince = now
        } else if (now - connection.sentSince >= limit) socket.destroy()
      }
    },
    endAfterAnswers: () => {
      for (const socket of connections.keys()) {
        const answering = (socket as HttpSocket)._httpMessage
        if (answering && !answering.headersSent) endConnection(answering)
      }
    },
    closeIdle: () => {
      for (const [socket, connection] of connections) {
        if ((socket as HttpSocket)._httpMessage || isClosing(socket)) continue
        if (socket.bytesRead === connection.bytes) socket.destroySoon()
        connection.bytes = socket.bytesRead
      }
    },
    destroyAll: () => {
      for (const socket of connections.keys()) socket.destroy()
    },
  }
}

// The buffer is full because the handler reads slowly, not because the client sends slowly.
function isHeldBack(req: IncomingMessage): boolean {
  return req.socket.isPaused()
}

/**
 * The number of bytes that the operating system has taken. Node's idle timeout does not fit: any
 * byte from the client resets it. `writeQueueSize` is private in Node and has no public equivalent.
 */
function sentBy(socket: Socket): number {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: number } }
  return socket.bytesWritten - socket.writableLength - (handle?.writeQueueSize ?? 0)
}
