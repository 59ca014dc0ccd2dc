import type { Server } from 'node:http'
import { isIPv6, type Socket } from 'node:net'
import type { HttpSocket } from './client-error.ts'

/**
 * Keeps a server to `most` connections. Over it one is ended: the oldest that waits for its next
 * request, of the network that has the most; or the newcomer, where it comes from that network or
 * all its connections are at work. So one client cannot keep out the others by holding connections.
 * `onFirst` is called at the first.
 */
export function limitConnections(server: Server, most: number, onFirst: () => void): void {
  // A Set keeps the order in which its connections came.
  const networks = new Map<string, Set<Socket>>()
  let count = 0
  let isFirst = true
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress)
    const sockets = networks.get(network) ?? new Set()
    networks.set(network, sockets.add(socket))
    count++
    const remove = (): void => {
      if (!sockets.delete(socket)) return
      count--
      if (sockets.size === 0) networks.delete(network)
    }
    socket.once('close', remove)
    if (count <= most) return
    if (isFirst) onFirst()
    isFirst = false
    const largest = [...networks.values()].reduce((a, b) => (b.size > a.size ? b : a), sockets)
    const idle = largest === sockets ? undefined : [...largest].find(isIdle)
    const dropped = idle ?? socket
    dropped.destroy()
    // 'close' comes in a later turn, and more connections may come in this one.
    if (dropped === socket) remove()
    else if (largest.delete(dropped)) count--
  })
}

function isIdle(socket: Socket): boolean {
  return !(socket as HttpSocket)._httpMessage
}

/** An IPv4 address, or the network of 64 bits that an IPv6 address is in. */
function networkOf(address = ''): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  return address.split('::')[0]!.split(':').slice(0, 4).join(':')
}
