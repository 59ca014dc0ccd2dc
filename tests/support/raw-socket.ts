import { connect, type Socket, type TcpNetConnectOpts } from 'node:net'

/** A raw connection that shows the received bytes. */
export interface Raw {
  readonly socket: Socket
  /** Each character of a string is sent as one byte. */
  readonly send: (data: string | Uint8Array) => void
  /** All bytes received so far, as latin1. */
  readonly text: () => string
  /** Waits until the received text matches. */
  readonly until: (pattern: RegExp) => Promise<string>
  /** Waits until the connection is closed, and returns how. */
  readonly ended: () => Promise<'end' | 'reset'>
}

/**
 * Opens a connection. With `allowHalfOpen: true` it can send after the server has closed its side.
 */
export function open(port: number, options: Partial<TcpNetConnectOpts> = {}): Raw {
  const socket = connect({ port, host: '127.0.0.1', ...options })
  let text = ''
  let outcome: 'end' | 'reset' = 'end'
  const wakers = new Set<() => void>()
  const wake = (): void => wakers.forEach((waker) => waker())
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    wake()
  })
  socket.on('error', () => (outcome = 'reset'))
  socket.on('close', wake)
  const wait = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) {
      await new Promise<void>((resolve) => {
        wakers.add(resolve)
      })
    }
  }
  return {
    socket,
    send: (data) =>
      void (typeof data === 'string' ? socket.write(data, 'latin1') : socket.write(data)),
    text: () => text,
    until: async (pattern) => {
      await wait(() => pattern.test(text) || socket.closed)
      if (!pattern.test(text)) throw new Error(`closed without ${String(pattern)}: ${text}`)
      return text
    },
    ended: async () => {
      await wait(() => socket.closed)
      return outcome
    },
  }
}

/** Sends one request and returns everything received until the connection is closed. */
export async function exchange(port: number, request: string | Uint8Array): Promise<string> {
  const raw = open(port)
  raw.send(request)
  await raw.ended()
  return raw.text()
}

/** The head of a request with `Connection: close`. */
export function request(line: string, ...headers: string[]): string {
  return [`${line} HTTP/1.1`, 'Host: a.test', 'Connection: close', ...headers, '', ''].join('\r\n')
}

/** Waits until a condition holds; throws an error that names it if it does not. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 4000; waited += 10) {
    if (holds()) return
    await sleep(10)
  }
  throw new Error(`waited 4 s in vain for: ${what}`)
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
