import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type App, errorResponse } from '@gimbal/core/adapter'
import type { HttpSocket } from '../connection/http-socket.ts'
import { isClosing, GRACEFUL_CLOSE_BYTES, GRACEFUL_CLOSE_MS } from '../connection/graceful-close.ts'

export interface ParserError {
  readonly code?: string
  /** The bytes that the parser refused. */
  readonly rawPacket?: Buffer
  /** The request whose body is refused although the parser has read all of it. */
  readonly request?: IncomingMessage
}

export interface RefuseContext {
  /** Makes the response and logs it; without it the response has no request id and no log. */
  readonly refuse?: App['refuse'] | undefined
  /** Returns true if the latest request on the socket already has its response. */
  readonly isAnswered: (socket: HttpSocket) => boolean
}

/**
 * Sends a problem response for a request that Node's parser or a timeout has refused. Used as a
 * listener of `server.on('clientError', …)`.
 */
export function answerParserError(
  error: ParserError,
  duplex: Duplex,
  context: RefuseContext,
): void {
  const socket = duplex as HttpSocket
  const before = refused.get(socket)
  const answering = socket._httpMessage
  const isOther = answering?.req.complete === true && answering.req !== error.request
  const isWaiting = answering && (before !== undefined || isOther)
  if (isWaiting && socket.readableEnded) {
    // Node sees that the client is gone. Destroying the socket also aborts an earlier handler that
    // is still running.
    socket.destroySoon()
  } else if (before !== undefined) {
    // Further bytes fail too. They are read for a while, so that the response reaches the client.
    if (socket.bytesRead - before > GRACEFUL_CLOSE_BYTES) socket.destroy()
  } else if (!socket.writable || error.code === 'ECONNRESET' || isClosing(socket)) {
    socket.destroy()
  } else if (isOther) {
    // The bad request came after this one: the earlier response is sent first.
    refused.set(socket, socket.bytesRead)
    answering.once('close', () => {
      refused.delete(socket)
      answerParserError(error, socket, context)
    })
  } else if (answering?.headersSent || context.isAnswered(socket)) {
    // The client would take a second response for that to its next request.
    socket.destroySoon()
  } else {
    refused.set(socket, socket.bytesRead)
    socket.end(rawProblem(error, socket, context))
    const timer = setTimeout(() => socket.destroy(), GRACEFUL_CLOSE_MS).unref()
    socket.once('close', () => clearTimeout(timer))
  }
}

function rawProblem(error: ParserError, socket: HttpSocket, { refuse }: RefuseContext): string {
  const [status, code] = problemOf(error.code, socket._httpMessage != null)
  const client = socket.remoteAddress
  const { headers, body } = refuse?.({ status, code, client }) ?? errorResponse(status, code)
  const text = body as string
  const lines = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${String(Buffer.byteLength(text))}`,
    `date: ${new Date().toUTCString()}`,
    'connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${isHead(error) ? '' : text}`
}

function problemOf(code: string | undefined, inBody: boolean): [status: number, code: string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'headers_too_large']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'request_timeout']
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return [413, 'body_too_large']
  return [400, inBody && code === 'HPE_INVALID_EOF_STATE' ? 'incomplete_body' : 'bad_request']
}

// A request that could not be parsed may still be a HEAD, whose response has no content.
function isHead({ rawPacket }: ParserError): boolean {
  return rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD '
}

/** Sockets that got a refusal, with the number of bytes read by then. */
const refused = new WeakMap<object, number>()
