import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'

export interface Sent {
  readonly token?: string
  /** An array is sent as several lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** Sent as JSON; a string is sent unchanged. */
  readonly body?: unknown
  /** The client's local address; Linux has all of 127.0.0.0/8. */
  readonly from?: string
}

export interface Reply {
  readonly status: number
  /** Names in lower case, without the headers that differ from one response to the next. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The parsed body, or `undefined` without one. */
  readonly json: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests assert its shape
}

/** Sends `'METHOD /path'` unchanged; fetch would normalise it. */
export async function send(base: string, target: string, sent: Sent = {}): Promise<Reply> {
  const [method, path] = target.split(' ') as [string, string]
  const { hostname, port, pathname } = new URL(base)
  const body =
    sent.body === undefined || typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body)
  const outgoing = request({
    method,
    hostname,
    port,
    ...(sent.from === undefined ? {} : { localAddress: sent.from }),
    path: pathname.replace(/\/$/, '') + path,
    headers: {
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
      ...sent.headers,
    },
  })
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const text = Buffer.concat(await response.toArray()).toString()
  const headers = Object.entries(response.headers).filter(([name]) => !VARYING.has(name))
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    text,
    json: text === '' ? undefined : JSON.parse(text),
  }
}

const VARYING = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'server',
  'x-request-id',
])
