import { once } from 'node:events'
import { connect } from 'node:net'

export interface Pour {
  readonly target: string
  readonly type: string
  readonly chunked: boolean
  readonly bytes: number
}

const PIECE = Buffer.alloc(65_536, 'x')
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), PIECE, Buffer.from('\r\n')])

/** Sends a body and goes on sending whatever comes back, until the other side ends; gives the status. */
export async function pour(url: string, { target, type, chunked, bytes }: Pour): Promise<number> {
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
  socket.on('data', (chunk) => (text += chunk.toString('latin1')))
  socket.on('error', () => undefined)
  const length = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes}`
  const path = pathname.replace(/\/$/, '') + target
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: kit.test\r\nContent-Type: ${type}\r\n${length}\r\n\r\n`,
  )
  for (let sent = 0; sent < bytes && !isOver; sent += PIECE.length) {
    if (socket.write(chunked ? CHUNK : PIECE)) continue
    await Promise.race([once(socket, 'drain').catch(() => undefined), over])
  }
  await over
  socket.destroy()
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
}
