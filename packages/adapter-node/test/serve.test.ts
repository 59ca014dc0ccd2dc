import { Agent, request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { serve, type Served, type ServeOptions, toNode } from '@gimbal/adapter-node'
import { testApp } from './app.ts'
import { exchange, open, type Raw, request, sleep, until } from '@gimbal/test-support/raw-socket'

const servers: Served[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function listen(options: ServeOptions = {}): Promise<Served & ReturnType<typeof testApp>> {
  const test = testApp()
  const handler = toNode(test.app)
  const server = await serve(handler, {
    port: 0,
    host: '127.0.0.1',
    drainTimeout: 1000,
    ...options,
  })
  servers.push(server)
  return { ...server, ...test }
}

const problem = (status: number, code: string): RegExp =>
  new RegExp(
    `^HTTP/1.1 ${String(status)} .*content-type: application/problem\\+json.*cache-control: no-store.*` +
      `connection: close.*\\r\\n\\r\\n\\{"type":"about:blank","title":"[^"]+","status":${String(status)},"code":"${code}"\\}$`,
    's',
  )

describe('listening', () => {
  it('returns its URL and port', async () => {
    const { url, port } = await listen()
    expect(url).toBe(`http://127.0.0.1:${String(port)}`)
    expect(await (await fetch(`${url}/hello`)).text()).toBe('hello')
  })

  it('rejects with the port if it is taken', async () => {
    const { port } = await listen()
    await expect(listen({ port })).rejects.toThrow(
      `cannot listen on port ${String(port)}: it is already in use`,
    )
  })

  it('closes when its signal aborts', async () => {
    const controller = new AbortController()
    const { server, port } = await listen({ signal: controller.signal })
    await exchange(port, request('GET /hello'))
    controller.abort()
    await new Promise((resolve) => server.once('close', resolve))
    expect(server.listening).toBe(false)
  })

  it('does not listen if a service cannot be created', async () => {
    const lifecycle = {
      ready: () => Promise.reject(new Error('DATABASE_URL: expected a URL')),
      drain: () => undefined,
      close: () => Promise.resolve(),
    }
    await expect(serve(() => undefined, { port: 0, lifecycle })).rejects.toThrow('DATABASE_URL')
  })
})

describe('what the parser refuses', () => {
  it('gets a problem response', async () => {
    const { port } = await listen()
    const cases: [string, number, string][] = [
      ['GET /hello HTTP/1.1\r\nHost : a\r\n\r\n', 400, 'bad_request'],
      ['GET /é HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'bad_request'],
      ['garbage\r\n\r\n', 400, 'bad_request'],
      [request('GET /hello', `X-A: ${'x'.repeat(70_000)}`), 431, 'headers_too_large'],
      [
        request('POST /echo', 'Content-Type: a/b', 'Transfer-Encoding: chunked') +
          `1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
        413,
        'body_too_large',
      ],
    ]
    for (const [text, status, code] of cases) {
      expect(await exchange(port, text)).toMatch(problem(status, code))
    }
  })

  it('does not include a long target, which the app refuses', async () => {
    const { port } = await listen()
    const answer = await exchange(port, request(`GET /hello?${'x'.repeat(20_000)}`))
    expect(answer).toMatch(/^HTTP\/1.1 414 [^]*"uri_too_long"}$/)
  })

  it("responds to a missing Host with the app's own problem", async () => {
    const { port } = await listen()
    const answer = await exchange(port, 'GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*"bad_host"}$/)
    expect(await exchange(port, 'GET /hello HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /)
  })

  it('waits for the response to the request before it', async () => {
    const { port } = await listen()
    const answer = await exchange(port, 'GET /wait/50 HTTP/1.1\r\nHost: a\r\n\r\ngarbage\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 200 [^]*waitedHTTP\/1.1 400 [^]*"bad_request"}$/)
  })

  it('writes nothing into a response that has begun', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(request('POST /duplex', 'Transfer-Encoding: chunked') + '1\r\na\r\n')
    await raw.until(/1\r\na\r\n$/)
    raw.send('nonsense\r\n')
    await raw.ended()
    expect(raw.text().match(/HTTP\/1.1/g)).toHaveLength(1)
    expect(raw.text()).toMatch(/1\r\na\r\n$/)
  })

  it('responds with incomplete_body to a cut body', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(request('POST /echo', 'Content-Type: a/b', 'Content-Length: 10') + 'ab')
    await sleep(20)
    raw.socket.end()
    await raw.ended()
    expect(raw.text()).toMatch(problem(400, 'incomplete_body'))
  })
})

describe('slow clients', () => {
  const limits = { headersTimeout: 200, requestTimeout: 5000, bodyIdleTimeout: 200 }

  it('get 408 if the head takes too long', async () => {
    const { port } = await listen(limits)
    const raw = open(port)
    raw.send('GET /hello HTTP/1.1\r\nHost: a\r\n')
    const drip = setInterval(() => raw.send('X'), 40)
    const start = Date.now()
    await raw.ended()
    clearInterval(drip)
    expect(Date.now() - start).toBeLessThan(3000)
    expect(raw.text()).toMatch(problem(408, 'request_timeout'))
  })

  it('get 408 if the body makes no progress', async () => {
    const { port } = await listen(limits)
    const raw = open(port)
    raw.send(request('POST /echo', 'Content-Type: a/b', 'Content-Length: 10') + 'ab')
    const start = Date.now()
    await raw.ended()
    expect(Date.now() - start).toBeLessThan(3000)
    expect(raw.text()).toMatch(problem(408, 'request_timeout'))
  })

  it('get 408 if the body drips for too long', async () => {
    const { port } = await listen({ ...limits, requestTimeout: 600, bodyIdleTimeout: 400 })
    const raw = open(port)
    raw.send(request('POST /echo', 'Content-Type: a/b', 'Content-Length: 1000') + 'ab')
    const drip = setInterval(() => raw.send('X'), 40)
    const start = Date.now()
    await raw.ended()
    clearInterval(drip)
    expect(Date.now() - start).toBeGreaterThan(400)
    expect(Date.now() - start).toBeLessThan(3000)
    expect(raw.text()).toMatch(problem(408, 'request_timeout'))
  })

  it('are disconnected after their response, even with an unread body', async () => {
    const { port } = await listen(limits)
    const raw = open(port)
    raw.send('POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n')
    await raw.ended()
    expect(raw.text()).toMatch(/^HTTP\/1.1 200 [^]*ignored/)
  })

  it('are not confused with a slow handler', async () => {
    const { port } = await listen(limits)
    const raw = open(port)
    raw.send(request('POST /slow', 'Content-Length: 400000'))
    raw.send(Buffer.alloc(400_000))
    await raw.ended()
    expect(raw.text()).toMatch(/^HTTP\/1.1 200 [^]*400000$/)
  })
})

it('at its limit, does not let one client with idle connections keep out others', async () => {
  const { port } = await listen({ maxConnections: 20 })
  const busy = open(port, { localAddress: '127.0.0.2' })
  busy.send('GET /wait/300 HTTP/1.1\r\nHost: a\r\n\r\n')
  const hostile = Array.from({ length: 30 }, () => open(port, { localAddress: '127.0.0.2' }))
  await until('those over the limit are gone', () => gone(hostile) === 11)
  for (let turn = 1; turn <= 3; turn++) {
    const other = open(port, { localAddress: `127.0.0.${String(turn + 2)}` })
    other.send('GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    await other.until(/hello$/)
    await until('an idle one made room', () => gone(hostile) === 11 + turn)
  }
  await busy.until(/waited$/)
  hostile.forEach(({ socket }) => socket.destroy())

  function gone(raws: readonly Raw[]): number {
    return raws.filter(({ socket }) => socket.closed).length
  }
})

it('at its limit, ends connections with dripping bodies in favour of other clients', async () => {
  const { port } = await listen({ maxConnections: 5 })
  const hostile = Array.from({ length: 5 }, () => open(port, { localAddress: '127.0.0.2' }))
  for (const raw of hostile) {
    raw.send('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 100\r\n\r\nx')
    await until('it is there', () => raw.socket.readyState === 'open')
  }
  await sleep(50)
  expect(await fromOther(port, '127.0.0.3')).toMatch(/hello$/)
  hostile.forEach(({ socket }) => socket.destroy())
})

it('at its limit, ends connections of the next network if the largest has none to end', async () => {
  const { port } = await listen({ maxConnections: 5 })
  const busy = Array.from({ length: 3 }, () => open(port, { localAddress: '127.0.0.2' }))
  for (const raw of busy) raw.send('GET /wait/500 HTTP/1.1\r\nHost: a\r\n\r\n')
  const idle = Array.from({ length: 2 }, () => open(port, { localAddress: '127.0.0.4' }))
  await sleep(50)
  expect(await fromOther(port, '127.0.0.3')).toMatch(/hello$/)
  for (const raw of busy) await raw.until(/waited$/)
  expect(idle.filter(({ socket }) => socket.closed)).toHaveLength(1)
  ;[...busy, ...idle].forEach(({ socket }) => socket.destroy())
})

async function fromOther(port: number, localAddress: string): Promise<string> {
  const raw = open(port, { localAddress })
  raw.send(request('GET /hello'))
  await raw.ended()
  return raw.text()
}

describe('a refused body', () => {
  it('is read up to 2 MiB at most', async () => {
    const { port, server } = await listen()
    for (const framing of ['Content-Length: 100000000', 'Transfer-Encoding: chunked']) {
      const taken = new Promise<number>((resolve) => {
        server.once('connection', (socket) => socket.once('close', () => resolve(socket.bytesRead)))
      })
      const raw = open(port, { allowHalfOpen: true })
      raw.send(`POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n${framing}\r\n\r\n`)
      if (framing.startsWith('T')) raw.send('f000000\r\n')
      raw.send(Buffer.alloc(15_000_000))
      await raw.until(/body_too_large"}$/)
      expect(await taken).toBeGreaterThan(500_000)
      expect(await taken).toBeLessThan(2 * 1_048_576)
    }
  })
})

describe('closing', () => {
  it('finishes running responses with connection: close', async () => {
    const { port, close, seen } = await listen()
    const raw = open(port)
    raw.send('GET /wait/150 HTTP/1.1\r\nHost: a\r\n\r\n')
    await vi.waitFor(() => expect(seen.runs).toBe(1))
    const start = Date.now()
    await close()
    expect(Date.now() - start).toBeLessThan(900)
    await raw.ended()
    expect(raw.text()).toMatch(/connection: close[^]*waited$/i)
  })

  it('closes connections that wait for their next or first request', async () => {
    const { port, close } = await listen()
    const kept = open(port)
    kept.send('GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    await kept.until(/hello$/)
    const fresh = open(port)
    await sleep(20)
    const start = Date.now()
    await close()
    expect(Date.now() - start).toBeLessThan(900)
    expect(await kept.ended()).toBe('end')
    expect(await fresh.ended()).toBe('end')
  })

  it('sends a written response completely although the client has not read it yet', async () => {
    const { port, close } = await listen()
    const raw = open(port)
    raw.socket.pause()
    const body = Buffer.alloc(1_048_576, 120)
    raw.send(
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\nContent-Length: 1048576\r\n\r\n',
    )
    raw.send(body)
    raw.send('POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
    await sleep(100)
    const closing = close()
    await sleep(60)
    raw.socket.resume()
    await closing
    await raw.ended()
    expect(raw.text().length).toBeGreaterThan(21 * 1_048_576)
  })

  it('cuts a running response after the drain timeout', async () => {
    const { port, close } = await listen({ drainTimeout: 100 })
    const raw = open(port)
    raw.send(request('GET /endless'))
    await raw.until(/^HTTP\/1\.1 200 [^]*\r\n\r\n[^]/)
    await close()
    await raw.ended()
    expect(raw.text()).not.toMatch(/\r\n0\r\n\r\n$/)
  })

  it('turns readiness to 503 at once, waits, then disposes the services last', async () => {
    const { app } = testApp()
    const handler = toNode(app)
    const steps: string[] = []
    const lifecycle = {
      ready: async () => void steps.push('ready'),
      drain: () => void steps.push('drain'),
      close: async () => void steps.push('close'),
    }
    const server = await serve(handler, { port: 0, lifecycle, drainDelay: 80 })
    const closing = server.close()
    expect(steps).toEqual(['ready', 'drain'])
    expect(await (await fetch(`${server.url}/hello`)).text()).toBe('hello')
    expect(server.server.listening).toBe(true)
    await closing
    expect(steps).toEqual(['ready', 'drain', 'close'])
    expect(server.close()).toBe(closing)
  })

  it('loses no request of clients that stop a second after the signal', async () => {
    const { port, close } = await listen({ drainDelay: 600, drainTimeout: 2000 })
    const agent = new Agent({ keepAlive: true, maxSockets: 25 })
    let stopped = false
    const results: (number | string)[] = []
    const client = async (): Promise<void> => {
      while (!stopped) {
        results.push(await get(port, agent))
      }
    }
    const clients = Array.from({ length: 25 }, client)
    await sleep(300)
    const closing = close()
    await sleep(400)
    stopped = true
    await Promise.all(clients)
    await closing
    agent.destroy()
    expect(results.length).toBeGreaterThan(50)
    expect(results.filter((result) => result !== 200)).toEqual([])
  })
})

function get(port: number, agent: Agent): Promise<number | string> {
  return new Promise((resolve) => {
    httpRequest({ port, host: '127.0.0.1', path: '/wait/20', agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', (error) => resolve(error.message))
    })
      .on('error', (error) => resolve(error.message))
      .end()
  })
}
