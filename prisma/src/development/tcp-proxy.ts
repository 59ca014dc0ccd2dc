import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A wire that can be held and cut. */
export interface Relay {
  readonly port: number
  /** Nothing goes through in either direction, and nothing ends: as a machine that hangs. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Ends what is open. */
  readonly cut: () => void
  readonly stop: () => Promise<void>
}

/**
 * Passes on to a port of the loopback interface what comes to its own, so that a test can hold or cut
 * what lies between two programs.
 *
 * @example
 * const wire = await startRelay(5432)
 * const db = createDb(via(wire, 'postgres://postgres@127.0.0.1:5432/postgres'))
 * wire.freeze()
 */
export async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('data', (chunk) => to.write(chunk))
    from.on('end', () => to.end())
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    if (isFrozen) from.pause()
  }
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    join(near, far)
    join(far, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      isFrozen = true
      sockets.forEach((socket) => socket.pause())
    },
    thaw: () => {
      isFrozen = false
      sockets.forEach((socket) => socket.resume())
    },
    cut,
    stop: async () => {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}

/**
 * Gives the same URL by way of a relay.
 *
 * @example
 * via(wire, postgres.url)
 */
export function via({ port }: Relay, url: string): string {
  return url.replace(/:\d+\//, `:${String(port)}/`)
}
