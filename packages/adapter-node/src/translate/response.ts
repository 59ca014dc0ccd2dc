import type { ServerResponse } from 'node:http'
import type { ByteStream, AdapterResponse } from '@gimbal/core/adapter'
import { closeGracefully } from '../connection/graceful-close.ts'
import type { NodeRequest } from './request.ts'
import { writeStream } from './write-stream.ts'

/** Called if another middleware has begun to respond, so that the client gets no whole response. */
type OnTaken = (message: string) => void

/** Writes the response to a request. */
export function writeResponse(
  request: NodeRequest,
  response: AdapterResponse,
  onTaken: OnTaken,
): void {
  const { res } = request
  const { body } = response
  if (res.headersSent || res.destroyed) {
    if (isStream(body)) void body.stop()
    const isGone = res.destroyed && !res.writableEnded
    if (isGone) return
    onTaken('another middleware has already sent a response')
    // Nothing else would end it.
    if (!res.writableEnded) res.destroy()
    return
  }
  closeGracefully(request, response.close)
  res.statusCode = response.status
  writeHeaders(res, response.headers)
  if (body === undefined) {
    res.end()
  } else if (typeof body === 'string') {
    res.setHeader('content-length', Buffer.byteLength(body))
    res.end(body)
  } else if (body instanceof Uint8Array) {
    res.setHeader('content-length', body.byteLength)
    res.end(body)
  } else {
    void writeStream(res, body)
  }
}

/**
 * Keeps headers that others have set, unless the response has a header of that name. Sets them one
 * by one: `writeHead` with an array loses all but the last `set-cookie` beside headers set before.
 */
function writeHeaders(res: ServerResponse, headers: AdapterResponse['headers']): void {
  // Headers set before that describe a body do not fit the new body.
  for (const name of describing) if (res.hasHeader(name)) res.removeHeader(name)
  for (const [name, value] of headers) {
    if (name === 'set-cookie') res.appendHeader(name, value)
    else if (name === 'vary') res.setHeader(name, mergeVary(res.getHeader(name), value))
    else res.setHeader(name, value)
  }
}

const describing = [
  'x-powered-by',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
]

/** Merges two `vary` values into one list. */
export function mergeVary(before: number | string | string[] | undefined, added: string): string {
  if (before === undefined) return added
  const names = new Map<string, string>()
  for (const name of `${String(before)},${added}`.split(',')) {
    const trimmed = name.trim()
    const key = trimmed.toLowerCase()
    if (trimmed !== '' && !names.has(key)) names.set(key, trimmed)
  }
  return names.has('*') ? '*' : [...names.values()].join(', ')
}

function isStream(body: AdapterResponse['body']): body is ByteStream {
  return typeof body === 'object' && 'stop' in body
}
