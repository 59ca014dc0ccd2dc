import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Reports the port to the bench, and on request the CPU time of this process. */
export function report(server: Server): void {
  const tell = (): void => {
    const { port } = server.address() as AddressInfo
    process.send?.({ port })
  }
  if (server.listening) tell()
  else server.once('listening', tell)
  process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
  process.on('disconnect', () => process.exit())
}
