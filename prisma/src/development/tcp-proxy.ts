import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A TCP proxy whose connections a test can pause and drop. */
export interface TcpProxy {
  readonly port: number
  /** Stops all traffic and keeps the connections open, like a host that hangs. */
  readonly pause: () => void
  readonly resume: () => void
  /** Closes all open connections. */
  readonly dropConnections: () => void
  readonly stop: () => Promise<void>
}

/**
 * Starts a proxy to a port of the loopback interface, so that a test can interrupt the connection
 * between two programs.
 *
 * @example
 * const proxy = await startTcpProxy(5432)
 * const db = createDb(throughProxy(proxy, 'postgres://postgres@127.0.0.1:5432/postgres'))
 * proxy.pause()
 */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isPaused = false
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('data', (chunk) => to.write(chunk))
    from.on('end', () => to.end())
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (isPaused) from.pause()
  }
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    forward(client, upstream)
    forward(upstream, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const dropConnections = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: (server.address() as AddressInfo).port,
    pause: () => {
      isPaused = true
      sockets.forEach((socket) => socket.pause())
    },
    resume: () => {
      isPaused = false
      sockets.forEach((socket) => socket.resume())
    },
    dropConnections,
    stop: async () => {
      server.close()
      dropConnections()
      await once(server, 'close')
    },
  }
}

/**
 * Returns the URL with the port of the proxy.
 *
 * @example
 * throughProxy(proxy, postgres.url)
 */
export function throughProxy({ port }: TcpProxy, url: string): string {
  return url.replace(/:\d+\//, `:${String(port)}/`)
}
