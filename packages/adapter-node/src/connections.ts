import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { type HttpSocket, refuseRequest } from './client-error.ts'
import { isLeaving } from './linger.ts'

interface Connection {
  /** The request that came last. */
  request: IncomingMessage | undefined
  /** What had come in by the last look, and when that changed. */
  bytes: number
  since: number
}

/** A server's connections, with what Node does not tell of them. */
export interface Connections {
  /** Notes whose turn it is on a connection. */
  readonly note: (req: IncomingMessage) => void
  /** Refuses requests whose body has made no progress for `limit` milliseconds. */
  readonly refuseStalled: (limit: number) => void
  /** From now on answers end their connections. */
  readonly endAfterAnswers: () => void
  /** Closes those that nothing has come in on since the last call and that wait for no answer. */
  readonly closeIdle: () => void
  readonly destroyAll: () => void
}

/** Follows a server's connections from their opening to their end. */
export function trackConnections(server: Server): Connections {
  const connections = new Map<Socket, Connection>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { request: undefined, bytes: -1, since: 0 })
    socket.once('close', () => connections.delete(socket))
  })
  return {
    note: (req) => {
      const connection = connections.get(req.socket)
      if (!connection) return
      connection.request = req
      connection.bytes = -1
    },
    refuseStalled: (limit) => {
      const now = Date.now()
      for (const [socket, connection] of connections) {
        const { request } = connection
        if (!request || request.complete) continue
        if (socket.bytesRead !== connection.bytes || isHeldBack(request)) {
          connection.bytes = socket.bytesRead
          connection.since = now
        } else if (now - connection.since >= limit) {
          refuseRequest({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket)
        }
      }
    },
    endAfterAnswers: () => {
      for (const socket of connections.keys()) {
        const answering = (socket as HttpSocket)._httpMessage
        if (answering && !answering.headersSent) answering.shouldKeepAlive = false
      }
    },
    closeIdle: () => {
      for (const [socket, connection] of connections) {
        if ((socket as HttpSocket)._httpMessage || isLeaving(socket)) continue
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
