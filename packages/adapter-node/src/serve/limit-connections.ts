import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { networksOf } from '@gimbal/core/adapter'
import type { HttpSocket } from '../connection/http-socket.ts'

/**
 * Keeps a server to `most` connections. Over it one is ended, of a network that has more than the
 * newcomer's, the largest first: the oldest that waits for its next request, else the oldest whose
 * request is still on its way. Where there is none it is the newcomer: connections whose response is
 * being made are never ended. `onFirst` is called at the first.
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
    // 'close' comes in a later turn, and more connections may come in this one.
    remove(dropped, of)
  })
}

/** Of one network, in the order in which they came. */
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

/** An IPv4 address, or the network of 48 bits, which one customer of a provider may have. */
function networkOf(address: string | undefined): string {
  return networksOf(address?.replace(MAPPED, ''))[0]!
}

/** In front of an IPv4 address where a socket takes both kinds. */
const MAPPED = /^::ffff:(?=[\d.]+$)/
