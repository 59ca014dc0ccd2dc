import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networksOf } from '@gimbal/core/adapter'
import type { HttpSocket } from '../connection/http-socket.ts'

/**
 * Limits a server to `most` connections. Over the limit, a connection of a network that has more
 * connections than the newcomer's network is ended, the largest network first: its oldest idle
 * connection, else the oldest whose request is still arriving. If there is none, the newcomer is
 * ended. Connections with a response in progress are never ended. `onFirst` is called the first
 * time.
 */
export function limitConnections(server: Server, most: number, onFirst: () => void): void {
  const networks = new Map<string, Sockets>()
  let count = 0
  let isFirst = true
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress)
    const own = networks.get(network) ?? new Set()
    networks.set(network, own.add(socket))
    count++
    const remove = (gone: Socket, of: Sockets): void => {
      if (of.delete(gone)) count--
    }
    socket.once('close', () => {
      remove(socket, own)
      if (own.size === 0 && networks.get(network) === own) networks.delete(network)
    })
    if (count <= most) return
    if (isFirst) onFirst()
    isFirst = false
    const larger = [...networks.values()]
      .filter((sockets) => sockets.size > own.size)
      .sort((one, other) => other.size - one.size)
    const [dropped, of] = find(larger, isIdle) ?? find(larger, isArriving) ?? [socket, own]
    dropped.destroy()
    // 'close' is emitted later, and more connections may come before.
    remove(dropped, of)
  })
}

/** The connections of one network, oldest first. */
type Sockets = Set<Socket>

function find(
  networks: readonly Sockets[],
  holds: (socket: Socket) => boolean,
): [Socket, Sockets] | undefined {
  for (const sockets of networks) {
    for (const socket of sockets) if (holds(socket)) return [socket, sockets]
  }
  return undefined
}

function isIdle(socket: Socket): boolean {
  return !(socket as HttpSocket)._httpMessage
}

function isArriving(socket: Socket): boolean {
  return (socket as HttpSocket)._httpMessage?.req.complete === false
}

/** An IPv4 address, or the IPv6 /48 network, which a provider may assign to one customer. */
function networkOf(address: string | undefined): string {
  return networksOf(address?.replace(MAPPED, ''))[0]!
}

/** Prefix of an IPv4 address on a socket that accepts both families. */
const MAPPED = /^::ffff:(?=[\d.]+$)/
