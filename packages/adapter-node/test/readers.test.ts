import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { arrayBuffer, text as readText } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { serve, type Served } from '@gimbal/adapter-node'
import { sleep } from '@gimbal/test-support/raw-socket'

const servers: Served[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** The ways in which code in front of or beside an app reads a request body. */
const readers: Record<string, (req: IncomingMessage) => Promise<string>> = {
  "on('data')": async (req) => {
    let content = ''
    req.on('data', (chunk: Buffer) => (content += String(chunk)))
    await once(req, 'end')
    return content
  },
  "on('data') with pauses": async (req) => {
    let content = ''
    req.on('data', (chunk: Buffer) => {
      content += String(chunk)
      req.pause()
      setTimeout(() => req.resume(), 1)
    })
    await once(req, 'end')
    return content
  },
  "on('readable')": async (req) => {
    let content = ''
    req.on('readable', () => {
      for (let chunk; (chunk = req.read() as Buffer | null) !== null;) content += String(chunk)
    })
    await once(req, 'end')
    return content
  },
  "once('readable')": async (req) => {
    let content = ''
    // Each second wait never settles and leaves its listener behind.
    req.setMaxListeners(0)
    while (!req.readableEnded) {
      const chunk = req.read() as Buffer | null
      if (chunk === null) await Promise.race([once(req, 'readable'), once(req, 'end')])
      else content += String(chunk)
    }
    return content
  },
  'read() of a few bytes each time': async (req) => {
    let content = ''
    while (!req.readableEnded) {
      const chunk = (req.read(7) ?? req.read()) as Buffer | null
      if (chunk === null) await sleep(1)
      else content += String(chunk)
    }
    return content
  },
  'polling read()': async (req) => {
    let content = ''
    while (!req.readableEnded) {
      const chunk = req.read() as Buffer | null
      if (chunk === null) await sleep(1)
      else content += String(chunk)
    }
    return content
  },
  'read(0), then for await': async (req) => {
    req.read(0)
    await sleep(5)
    return readAll(req)
  },
  'for await': readAll,
  'for await, late': async (req) => {
    await sleep(50)
    return readAll(req)
  },
  'iterator()': (req) => readAll(req.iterator({ destroyOnReturn: false })),
  'setEncoding()': async (req) => readAll(req.setEncoding('utf8')),
  'unshift() of the first chunk': async (req) => {
    const [first] = (await once(req, 'data')) as [Buffer]
    req.pause()
    req.unshift(first)
    return readAll(req)
  },
  'pipe()': (req) => readAll(req.pipe(new PassThrough({ highWaterMark: 10 }))),
  'pipeline()': async (req) => {
    const through = new PassThrough()
    const content = readAll(through)
    await pipeline(req, through)
    return content
  },
  'Readable.toWeb()': async (req) => new Response(Readable.toWeb(req) as ReadableStream).text(),
  'text()': readText,
  'arrayBuffer()': async (req) => Buffer.from(await arrayBuffer(req)).toString(),
  'toArray()': async (req) => Buffer.concat(await req.toArray()).toString(),
}

async function readAll(source: AsyncIterable<Buffer | string>): Promise<string> {
  let content = ''
  for await (const chunk of source) content += String(chunk)
  return content
}

const pieces = Array.from({ length: 1500 }, (_, index) => String.fromCharCode(97 + (index % 26)))

const framings: Record<
  string,
  readonly [header: string, frame: (piece: string) => string, end: string]
> = {
  sized: [`Content-Length: ${String(pieces.length)}`, (piece) => piece, ''],
  chunked: ['Transfer-Encoding: chunked', (piece) => `1\r\n${piece}\r\n`, '0\r\n\r\n'],
}

describe.each(Object.entries(framings))('a %s body in tiny pieces', (_, [header, frame, end]) => {
  describe.each(Object.entries(readers))('is read completely by %s', (_name, read) => {
    it.each([
      ['in one packet', pieces.length],
      ['in many packets', 100],
      ['each in a packet of its own', 1],
    ])('%s', async (_how, most) => {
      const { port } = await serveOn((req) => read(req))
      const count = most === 1 ? 200 : pieces.length
      const head = header.replace(String(pieces.length), String(count))
      expect(
        await send(port, { header: head, sent: pieces.slice(0, count).map(frame), most, end }),
      ).toBe(pieces.slice(0, count).join(''))
    })
  })

  it('reaches its reader in few chunks', async () => {
    let seen = 0
    const started = performance.now()
    const { port } = await serveOn(async (req) => {
      req.on('data', () => seen++)
      await once(req, 'end')
      return 'end'
    })
    expect(await send(port, { header, sent: pieces.map(frame), most: 1, end })).toBe('end')
    // The first chunks come as they are; later ones are joined for 20 ms.
    expect(seen).toBeLessThan(64 + (performance.now() - started) / 20 + 10)
  })
})

async function serveOn(read: (req: IncomingMessage) => Promise<string>): Promise<Served> {
  const server = await serve(
    async (req, res) => {
      const content = await read(req)
      res.end(content)
    },
    { port: 0, host: '127.0.0.1' },
  )
  servers.push(server)
  return server
}

interface Sent {
  readonly header: string
  readonly sent: readonly string[]
  readonly most: number
  readonly end: string
}

/** Sends a body in pieces, `most` to a packet, and returns the content of the response. */
async function send(port: number, { header, sent, most, end }: Sent): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
  socket.write(`POST / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n${header}\r\n\r\n`)
  for (let index = 0; index < sent.length; index += most) {
    socket.write(sent.slice(index, index + most).join(''))
    await new Promise((resolve) => setImmediate(resolve))
  }
  socket.write(end)
  await once(socket, 'close')
  return answer.split('\r\n\r\n')[1]!
}
