import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Tells the bench the port, and the CPU time of this process whenever it asks. */
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
