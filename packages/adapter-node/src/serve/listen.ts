import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Address {
  readonly port?: number | undefined
  readonly host?: string | undefined
}

/** Listens and returns the URL and port. */
export async function listen(
  server: Server,
  { port = 3000, host }: Address,
): Promise<{ readonly url: string; readonly port: number }> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const reason = error.code === 'EADDRINUSE' ? 'it is already in use' : error.message
      reject(new Error(`cannot listen on port ${String(port)}: ${reason}`, { cause: error }))
    }
    server.once('error', fail)
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', fail)
      resolve()
    })
  })
  const listening = (server.address() as AddressInfo).port
  return { url: `http://${nameOf(host)}:${String(listening)}`, port: listening }
}

function nameOf(host: string | undefined): string {
  if (host === undefined || host === '' || host === '::' || host === '0.0.0.0') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
