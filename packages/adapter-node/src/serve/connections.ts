import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ParserError } from './client-error.ts'
import { endConnection } from '../connection/end-connection.ts'
import type { HttpSocket } from '../connection/http-socket.ts'
import { isClosing } from '../connection/graceful-close.ts'

interface Connection {
  /** The request that came last, and its answer. */
  request: IncomingMessage | undefined
  response: ServerResponse | undefined
  /** What had come in by the last look, and when that changed. */
  bytes: number
  since: number
  /** How much of what was written had gone out by the last look, and when that changed. */
  sent: number
  sentSince: number
}

/** A server's connections, with what Node does not tell of them. */
export interface Connections {
  /** Notes whose turn it is on a connection. */
  readonly note: (req: IncomingMessage, res: ServerResponse) => void
  /** Whether the request that came last has its answer, though some of its body is on its way. */
  readonly isAnswered: (socket: HttpSocket) => boolean
  /** Refuses requests whose body has made no progress for `limit` milliseconds. */
  readonly refuseStalled: (limit: number, refuse: Refuse) => void
  /** Ends connections whose client has read nothing of what waits for it for `limit` milliseconds. */
  readonly dropUnread: (limit: number) => void
  /** From now on answers end their connections. */
  readonly endAfterAnswers: () => void
  /** Closes those that nothing has come in on since the last call and that wait for no answer. */
  readonly closeIdle: () => void
  readonly destroyAll: () => void
}

type Refuse = (error: ParserError, socket: Socket) => void

/** Follows a server's connections from their opening to their end. */
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

// Its reader is slow and the buffer full: it is we who do not read, not the client who does not send.
function isHeldBack(req: IncomingMessage): boolean {
  return req.socket.isPaused()
}

/**
 * What the system has taken over of all that was written. Not Node's own idle timeout, which any byte
 * that the client sends puts off; `writeQueueSize`, by which that one sees a large write go on, has no
 * public twin.
 */
function sentBy(socket: Socket): number {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: number } }
  return socket.bytesWritten - socket.writableLength - (handle?.writeQueueSize ?? 0)
}
