import type { Server } from 'node:http'
import { connect } from 'node:net'
import { unlink } from 'node:fs/promises'

/** Where a server listens: on a port, at the path of a Unix socket, or on a descriptor. */
export interface ListenOptions {
  /** 0 picks a free port. @default 3000 */
  readonly port?: number
  /** The address to listen on. @default every interface */
  readonly host?: string
  /** The path of a Unix domain socket (or Windows pipe), instead of a port. */
  readonly path?: string
  /** An inherited file descriptor that listens already, instead of a port. */
  readonly fd?: number
}

/** Where a server listens now. */
export interface Address {
  /** `unix:` and the path, for a Unix socket. */
  readonly url: string
  /** 0 for a Unix socket. */
  readonly port: number
}

/** Listens and returns the URL and port. Throws with the place, and the reason as `cause`. */
export async function listen(server: Server, options: ListenOptions): Promise<Address> {
  const { path } = options
  try {
    await listenOnce(server, options)
  } catch (error) {
    // A process that was killed leaves the file of its socket behind.
    if (path === undefined || codeOf(error) !== 'EADDRINUSE' || (await isServed(path))) {
      throw describe(error as Error, options)
    }
    await unlink(path)
    await listenOnce(server, options)
  }
  const address = server.address()
  if (address === null || typeof address === 'string') {
    return { url: `unix:${address ?? path ?? ''}`, port: 0 }
  }
  return { url: `http://${nameOf(options.host)}:${String(address.port)}`, port: address.port }
}

function listenOnce(server: Server, { port = 3000, host, path, fd }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const where = path !== undefined ? { path } : fd !== undefined ? { fd } : { port, host }
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function describe(error: Error, { port = 3000, path, fd }: ListenOptions): Error {
  const reason = codeOf(error) === 'EADDRINUSE' ? 'it is already in use' : error.message
  const place = path ?? (fd === undefined ? `port ${String(port)}` : `descriptor ${String(fd)}`)
  return new Error(`cannot listen on ${place}: ${reason}`, { cause: error })
}

/** Returns true if a process listens on a Unix socket. */
function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error) => resolve(codeOf(error) !== 'ECONNREFUSED'))
  })
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code
}

function nameOf(host: string | undefined): string {
  if (host === undefined || host === '' || host === '::' || host === '0.0.0.0') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
