import { once } from 'node:events'
import { connect } from 'node:net'

export interface Pour {
  readonly target: string
  readonly type: string
  readonly chunked: boolean
  readonly bytes: number
  /** The size of a chunk, if the body is chunked. @default 65_536 */
  readonly chunk?: number
  /** Ends the body some way after the limit, so that there can be a response. */
  readonly whole?: boolean
}

const PIECE = Buffer.alloc(65_536, 'x')

/** Chunks of a size that make about 64 KiB together. */
function chunksOf(size: number): Buffer {
  const chunk = `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`
  return Buffer.from(chunk.repeat(PIECE.length / size))
}

/**
 * Sends a body, and goes on sending after a response until the other side closes; returns the
 * status.
 */
export async function pour(url: string, request: Pour): Promise<number> {
  const { target, type, chunked, bytes, chunk = PIECE.length, whole = false } = request
  const piece = chunked ? chunksOf(chunk) : PIECE
  const { port, pathname } = new URL(url)
  const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  let isOver = false
  const over = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error'] as const) {
      socket.once(event, () => {
        isOver = true
        resolve()
      })
    }
  })
  socket.on('data', (part) => {
    text += part.toString('latin1')
    if (whole) socket.end()
  })
  socket.on('error', () => undefined)
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes}`
  const path = pathname.replace(/\/$/, '') + target
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: kit.test\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`,
  )
  for (let sent = 0; sent < bytes && !isOver; sent += PIECE.length) {
    if (socket.write(piece)) continue
    await Promise.race([once(socket, 'drain').catch(() => undefined), over])
  }
  if (whole && chunked) socket.write('0\r\n\r\n')
  await over
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
}
