import { connect, type Socket } from 'node:net'

import { MalformedAnswer, parseAnswer } from '../parse-answer.ts'
import {
  type LiveCall,
  type LiveClient,
  type LiveHead,
  type LiveRequest,
  STALL_MS,
  withTimeout,
} from './live-case.ts'

/** Creates a client for live cases over sockets; the path of the url is the base path. */
export function socketClient(url: string): LiveClient {
  const { port, pathname } = new URL(url)
  const basePath = pathname.replace(/\/$/, '')
  return { open: (request) => openCall(Number(port), basePath, request) }
}

function openCall(port: number, basePath: string, request: LiveRequest): LiveCall {
  const { upload, paused = false } = request
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const incoming = follow(socket)
  if (paused) socket.pause()
  const head = headOf(basePath, request)
  socket.write(head)
  const chunked = upload === 'chunked'
  return {
    head: () =>
      withTimeout(
        'head',
        incoming.until((text) => headIn(text)),
      ),
    until: (pattern) =>
      withTimeout(
        String(pattern),
        incoming.until((bytes) => {
          const content = contentIn(bytes)
          const fits = content !== undefined && pattern.test(content.text)
          return fits ? content.text : undefined
        }),
      ),
    end: () =>
      withTimeout(
        'end',
        incoming.until((bytes, ended) => {
          const content = contentIn(bytes)
          if (content?.whole === true) return 'whole'
          return ended ? 'cut' : undefined
        }),
      ),
    resume: () => void socket.resume(),
    write: async (bytes) => {
      const framed = chunked
        ? Buffer.concat([
            Buffer.from(`${bytes.length.toString(16)}\r\n`),
            bytes,
            Buffer.from('\r\n'),
          ])
        : bytes
      if (socket.write(framed)) return 'taken'
      return drained(socket)
    },
    taken: () => socket.bytesWritten - socket.writableLength - head.length,
    finish: () => void (chunked && socket.write('0\r\n\r\n')),
    leave: () => void socket.destroy(),
  }
}

async function drained(socket: Socket): Promise<'taken' | 'stalled'> {
  let before = -1
  for (;;) {
    // Stalled only if no bytes at all were sent.
    const left = socket.writableLength
    if (left === before || socket.destroyed) return 'stalled'
    if (left < socket.writableHighWaterMark) return 'taken'
    before = left
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, STALL_MS)
      socket.once('drain', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}

interface Incoming {
  /** Waits until `find` returns a value for the received bytes. */
  readonly until: <Found>(
    find: (bytes: Buffer, ended: boolean) => Found | undefined,
  ) => Promise<Found>
}

function follow(socket: Socket): Incoming {
  let bytes: Buffer = Buffer.alloc(0)
  let ended = false
  const lookers = new Set<() => void>()
  const look = (): void => lookers.forEach((looker) => looker())
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    look()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    ended = true
    look()
  })
  return {
    until: (find) =>
      new Promise((resolve, reject) => {
        const settle = (found: ReturnType<typeof find>): void => {
          lookers.delete(looker)
          if (found === undefined) reject(new Error('the connection was closed'))
          else resolve(found)
        }
        const looker = (): void => {
          const found = find(bytes, ended)
          if (found !== undefined || ended) settle(found)
        }
        lookers.add(looker)
        looker()
      }),
  }
}

function headIn(bytes: Buffer): LiveHead | undefined {
  return parseAnswer(bytes, 'HEAD', false)?.answer
}

function contentIn(bytes: Buffer): { readonly text: string; readonly whole: boolean } | undefined {
  const whole = parseAnswer(bytes, 'GET', false)
  if (whole !== undefined) return { text: Buffer.from(whole.answer.body).toString(), whole: true }
  try {
    const part = parseAnswer(bytes, 'GET', true)
    return part && { text: Buffer.from(part.answer.body).toString(), whole: false }
  } catch (error) {
    if (error instanceof MalformedAnswer) return undefined
    throw error
  }
}

function headOf(
  basePath: string,
  { method = 'GET', target, headers, upload }: LiveRequest,
): Buffer {
  const lines = [`${method} ${basePath}${target} HTTP/1.1`, 'Host: kit.test']
  for (const [name, value] of headers ?? []) lines.push(`${name}: ${value}`)
  if (upload === 'chunked') lines.push('Transfer-Encoding: chunked')
  else if (upload !== undefined) lines.push(`Content-Length: ${upload}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}
