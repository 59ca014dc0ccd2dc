import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorResponse } from '@gimbal/core/adapter'
import { isLeaving, LINGER_BYTES, LINGER_MS } from './linger.ts'

/** A server's socket; `_httpMessage`, Node's own note of the answer whose turn it is, has no public twin. */
export interface HttpSocket extends Duplex {
  readonly bytesRead: number
  readonly _httpMessage?: (ServerResponse & { readonly req: IncomingMessage }) | null
}

interface ParserError {
  readonly code?: string
  /** What came last, where the parser refused it. */
  readonly rawPacket?: Buffer
}

/**
 * Answers what Node's parser or clock has refused with our own problem body; the listener for
 * `server.on('clientError', …)`.
 */
export function refuseRequest(error: ParserError, duplex: Duplex): void {
  const socket = duplex as HttpSocket
  const before = refused.get(socket)
  if (before !== undefined) {
    // Whatever else arrives fails again; it is let in for a while so that the answer arrives too.
    if (socket.bytesRead - before > LINGER_BYTES) socket.destroy()
    return
  }
  const answering = socket._httpMessage
  if (!socket.writable || error.code === 'ECONNRESET' || isLeaving(socket)) {
    socket.destroy()
  } else if (answering?.req.complete) {
    // The bad request came behind this one, whose answer goes first.
    refused.set(socket, socket.bytesRead)
    answering.once('close', () => {
      refused.delete(socket)
      refuseRequest(error, socket)
    })
  } else if (answering?.headersSent) {
    socket.destroy()
  } else {
    refused.set(socket, socket.bytesRead)
    const [status, code] = problemOf(error.code, answering !== undefined)
    socket.end(rawProblem(status, code, isHead(error)))
    const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
    socket.once('close', () => clearTimeout(timer))
  }
}

function problemOf(code: string | undefined, inBody: boolean): [status: number, code?: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431]
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408]
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return [413]
  return [400, inBody && code === 'HPE_INVALID_EOF_STATE' ? 'incomplete_body' : 'bad_request']
}

function rawProblem(status: number, code: string | undefined, head: boolean): string {
  const { headers, body } = errorResponse(status, code)
  const text = body as string
  const lines = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${String(Buffer.byteLength(text))}`,
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${head ? '' : text}`
}

// What could not be parsed is a HEAD all the same, and its client reads no content.
function isHead({ rawPacket }: ParserError): boolean {
  return rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD '
}

/** Sockets that have their refusal, and what they had sent by then. */
const refused = new WeakMap<object, number>()
