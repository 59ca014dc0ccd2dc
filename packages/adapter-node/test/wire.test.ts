import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { toNode } from '@gimbal/adapter-node'
import { testApp } from './app.ts'
import { exchange, open, request, sleep } from '@gimbal/test-support/raw-socket'
import { start } from './server.ts'

const { app, seen } = testApp()
let port: number
let stop: () => Promise<void>

beforeAll(async () => {
  ;({ port, stop } = await start(toNode(app)))
})
afterAll(() => stop())

describe('requests', () => {
  it('joins repeated headers, also those of which Node keeps only the first', async () => {
    const head = request('GET /header/x-a', 'X-A: 1', 'x-a:  2 \t')
    expect(await exchange(port, head)).toMatch(/\r\n\r\n1, 2$/)
    const cookies = request('GET /header/cookie', 'Cookie: a=1', 'cookie: b=2')
    expect(await exchange(port, cookies)).toMatch(/\r\n\r\na=1; b=2$/)
    const types = request('GET /header/content-type', 'Content-Type: a/b', 'Content-Type: c/d')
    expect(await exchange(port, types)).toMatch(/\r\n\r\na\/b, c\/d$/)
  })

  it('reads header bytes as UTF-8', async () => {
    const utf8 = Buffer.from(request('GET /header/x-a', 'X-A: é'), 'utf8')
    expect(Buffer.from(await exchange(port, utf8), 'latin1').toString()).toMatch(/\r\n\r\né$/)
    const latin1 = Buffer.from(request('GET /header/x-a', 'X-A: é'), 'latin1')
    expect(Buffer.from(await exchange(port, latin1), 'latin1').toString()).toMatch(
      /\r\n\r\n\ufffd$/,
    )
  })

  it('does not read a header from the object prototype', async () => {
    expect(await exchange(port, request('GET /header/constructor'))).toMatch(/\(none\)$/)
    expect(await exchange(port, request('GET /header/__proto__', '__proto__: x'))).toMatch(/\r\nx$/)
  })

  it('drops the body of a GET and reads the next request', async () => {
    const raw = open(port)
    raw.send('GET /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi')
    raw.send(request('GET /header/x-a', 'X-A: second'))
    await raw.ended()
    expect(raw.text().match(/HTTP\/1.1 200/g)).toHaveLength(2)
    expect(raw.text()).toMatch(/hello.*second$/s)
  })

  it('serves HTTP/1.0 without Host', async () => {
    expect(await exchange(port, 'GET /hello HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 OK/)
  })

  it('ignores an unknown upgrade', async () => {
    const head =
      'GET /hello HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n'
    expect(await exchange(port, head)).toMatch(/^HTTP\/1.1 200 OK[^]*hello$/)
  })
})

describe('bodies', () => {
  it('sends 413 to a client that is still sending, and the client receives it', async () => {
    const piece = Buffer.alloc(65_536, 120)
    for (const framing of ['Content-Length: 100000000', 'Transfer-Encoding: chunked']) {
      const raw = open(port)
      raw.send(`POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n${framing}\r\n\r\n`)
      const chunked = framing.startsWith('T')
      let sent = 0
      while (!raw.socket.destroyed && sent < 100_000_000) {
        if (chunked) raw.send('10000\r\n')
        const isFlowing = raw.socket.write(piece)
        if (chunked) raw.send('\r\n')
        sent += piece.length
        if (!isFlowing)
          await Promise.race([sleep(20), new Promise((go) => raw.socket.once('drain', go))])
        if (raw.text().includes('body_too_large')) break
      }
      expect(await raw.until(/body_too_large"}$/)).toMatch(/^HTTP\/1.1 413 .*connection: close/is)
      raw.socket.destroy()
    }
  })

  it('does not reset a client that goes on sending for a while after 413', async () => {
    const raw = open(port, { allowHalfOpen: true })
    raw.send(
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 1048600\r\n\r\n',
    )
    await raw.until(/body_too_large"}$/)
    for (let piece = 0; piece < 4; piece++) {
      raw.send(Buffer.alloc(100_000))
      await sleep(20)
    }
    raw.socket.end()
    expect(await raw.ended()).toBe('end')
  })

  it('accepts a body at the limit, with a length or chunked', async () => {
    const body = 'x'.repeat(1_048_576)
    const sized = request('POST /echo', 'Content-Type: a/b', 'Content-Length: 1048576') + body
    expect(await exchange(port, sized)).toMatch(/x{1000}$/)
    const head = request('POST /echo', 'Content-Type: a/b', 'Transfer-Encoding: ChuNked')
    const chunked = `${head}80000;ext=1\r\n${body.slice(0, 0x80000)}\r\n80000\r\n${body.slice(0, 0x80000)}\r\n0\r\nX-T: 1\r\n\r\n`
    const answer = await exchange(port, chunked)
    expect(answer.length - answer.indexOf('\r\n\r\n') - 4).toBe(1_048_576)
  })

  it('keeps the connection after an unread body with a length', async () => {
    const raw = open(port)
    raw.send('POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n')
    await raw.until(/ignored$/)
    raw.send(Buffer.alloc(300_000, 120))
    raw.send(request('GET /hello'))
    await raw.ended()
    expect(raw.text()).toMatch(/ignored[^]*hello$/)
  })

  it('closes the connection after an unread chunked body', async () => {
    const raw = open(port)
    raw.send('POST /ignore HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n')
    expect(await raw.ended()).toBe('end')
    expect(raw.text()).toMatch(/connection: close[^]*ignored$/i)
  })

  it('sends the response of a handler that stops reading after the first chunk', async () => {
    const raw = open(port)
    raw.send('POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n')
    raw.send(Buffer.alloc(450_000, 120))
    await raw.until(/first of true$/)
    raw.send(Buffer.alloc(450_000, 120))
    raw.send(request('GET /hello'))
    await raw.ended()
    expect(raw.text()).toMatch(/first of true[^]*hello$/)
  })

  it('sends the response while the request is still arriving', async () => {
    const raw = open(port)
    raw.send(request('POST /duplex', 'Transfer-Encoding: chunked') + '1\r\na\r\n')
    await raw.until(/1\r\na\r\n$/)
    raw.send('1\r\nb\r\n0\r\n\r\n')
    await raw.ended()
    expect(raw.text()).toMatch(/1\r\na\r\n1\r\nb\r\n0\r\n\r\n$/)
  })

  it('reads a stream no faster than its handler', async () => {
    const raw = open(port)
    raw.send(request('POST /count', 'Content-Length: 20000000'))
    raw.send(Buffer.alloc(20_000_000))
    await raw.ended()
    expect(raw.text()).toMatch(/20000000$/)
  })

  it('does not run the handler for a cut body', async () => {
    const raw = open(port)
    raw.send(request('POST /echo', 'Content-Type: a/b', 'Content-Length: 10') + 'ab')
    raw.socket.end()
    await raw.ended()
    expect(raw.text()).not.toMatch(/200 OK/)
  })
})

describe('responses', () => {
  it('sends HEAD with the content-length and without content', async () => {
    expect(await exchange(port, request('HEAD /hello'))).toMatch(
      /content-length: 5\r\n[^]*\r\n\r\n$/i,
    )
  })

  it('sends 204 without content headers', async () => {
    expect(await exchange(port, request('GET /gone'))).not.toMatch(/content-|transfer-/i)
  })

  it('aborts the signal with a reason if the client leaves early', async () => {
    const runs = seen.runs
    const raw = open(port)
    raw.send(request('GET /wait/200'))
    await vi.waitFor(() => expect(seen.runs).toBe(runs + 1))
    raw.socket.destroy()
    await vi.waitFor(() =>
      expect(seen.aborted).toEqual([expect.stringMatching(/AbortError: the client closed/)]),
    )
    seen.aborted.length = 0
  })

  it('does not abort the signal after a complete response', async () => {
    await exchange(port, request('GET /wait/1'))
    await sleep(20)
    expect(seen.aborted).toEqual([])
  })

  it('slows the source down to a slow reader, and stops it when the reader leaves', async () => {
    const raw = open(port)
    raw.socket.pause()
    raw.send(request('GET /endless'))
    await vi.waitFor(() => expect(seen.produced).toBeGreaterThan(0))
    await sleep(150)
    const produced = seen.produced
    // Kernel buffers take a few megabytes; an unlimited source would have made hundreds.
    expect(produced).toBeLessThan(16)
    await sleep(100)
    expect(seen.produced).toBe(produced)
    raw.socket.destroy()
    await vi.waitFor(() => expect(seen.cancelled).toEqual(['generator']))
    seen.cancelled.length = 0
  })

  it('sends the head before the first chunk, and cancels a waiting source', async () => {
    const raw = open(port)
    raw.send(request('GET /silent'))
    await raw.until(/text\/event-stream[^]*\r\n\r\n$/)
    raw.socket.destroy()
    await vi.waitFor(() => expect(seen.cancelled).toEqual(['stream']))
  })

  it('cuts the connection if the source throws, and logs the error', async () => {
    seen.logged.length = 0
    const chunked = await exchange(port, request('GET /broken'))
    expect(chunked).toMatch(/4\r\npart\r\n$/)
    const old = open(port)
    old.send('GET /broken HTTP/1.0\r\nHost: a\r\n\r\n')
    expect(await old.ended()).toBe('reset')
    expect(seen.logged).toEqual([new Error('broken'), new Error('broken')])
  })
})
