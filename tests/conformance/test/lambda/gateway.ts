import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

import type { LambdaEvent, LambdaResult } from './event.ts'

const LIMIT = 10 * 1024 * 1024

/**
 * An HTTP server that makes events of requests as an HTTP API does, as far as that is known: the
 * path
 * decoded, the query raw, repeated headers joined by a comma without a space, cookies apart, and
 * every body without a text type in base64. The rest is as node:http gives it.
 */
export async function startGateway(
  invoke: (event: LambdaEvent) => Promise<LambdaResult>,
): Promise<Server> {
  const server = createServer((req, res) => {
    void answer(req, res, invoke)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  invoke: (event: LambdaEvent) => Promise<LambdaResult>,
): Promise<void> {
  try {
    const chunks: Buffer[] = []
    let length = Number(req.headers['content-length'] ?? 0)
    if (length <= LIMIT) {
      length = 0
      for await (const chunk of req as AsyncIterable<Buffer>) {
        chunks.push(chunk)
        length += chunk.length
        if (length > LIMIT) break
      }
    }
    if (length > LIMIT) {
      res.setHeader('connection', 'close')
      return own(res, 413, 'Request Entity Too Large')
    }
    // As JSON, as a real event travels.
    const event = JSON.stringify(toEvent(req, Buffer.concat(chunks)))
    const result = JSON.stringify(await invoke(JSON.parse(event) as LambdaEvent))
    write(res, JSON.parse(result) as LambdaResult)
  } catch {
    own(res, 500, 'Internal Server Error')
  }
}

function own(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

function toEvent(req: IncomingMessage, body: Buffer): LambdaEvent {
  const [before = ''] = (req.url ?? '').replace(/^[a-z]+:\/\/[^/?#]*/i, '').split('#')
  const [path = '', ...query] = before.split('?')
  const sourceIp = req.socket.remoteAddress ?? ''
  const headers = new Map<string, string>()
  const cookies: string[] = []
  for (let index = 0; index < req.rawHeaders.length; index += 2) {
    const [name = '', value = ''] = req.rawHeaders.slice(index, index + 2)
    const key = name.toLowerCase()
    const before = headers.get(key)
    if (key === 'cookie') cookies.push(...utf8(value).split(/; */))
    else headers.set(key, before === undefined ? utf8(value) : `${before},${utf8(value)}`)
  }
  // Appended to received values: a trusted address is counted from the right.
  const forwarded = headers.get('x-forwarded-for')
  headers.set('x-forwarded-for', forwarded === undefined ? sourceIp : `${forwarded},${sourceIp}`)
  const isText = /^(text\/|application\/(json|xml|javascript)\b)/i.test(
    headers.get('content-type') ?? '',
  )
  const isBase64Encoded = body.length > 0 && (!isText || headers.has('content-encoding'))
  return {
    version: '2.0',
    rawPath: decodeLoosely(path === '' ? '/' : path),
    rawQueryString: query.join('?'),
    headers: Object.fromEntries(headers),
    ...(cookies.length > 0 ? { cookies } : {}),
    requestContext: { http: { method: req.method ?? '', sourceIp } },
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  }
}

// Events are JSON text, but Node gives one character for each byte.
function utf8(value: string): string {
  return Buffer.from(value, 'latin1').toString()
}

function decodeLoosely(path: string): string {
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

function write(res: ServerResponse, result: LambdaResult): void {
  const { statusCode, headers, cookies, body, isBase64Encoded } = result
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  for (const cookie of cookies) res.appendHeader('set-cookie', cookie)
  res.statusCode = statusCode
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (res.req.method !== 'HEAD' && statusCode !== 204 && statusCode !== 304)
    res.setHeader('content-length', content.length)
  res.end(content)
}
