import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, route, sse, stream, text } from '@gimbal/core'
import { securityHeaders } from '@gimbal/core/middleware'
import { serve, type Served, type ServeOptions, toNode } from '@gimbal/adapter-node'
import { exchange, open, request, sleep, until } from '@gimbal/test-support/raw-socket'

const servers: Served[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

const big = 'x'.repeat(1_000_000)

function testApp() {
  const seen = {
    paths: [] as string[],
    aborted: [] as string[],
    stopped: 0,
    entries: [] as Record<string, unknown>[],
  }
  const get = (path: string, answer: () => string | Promise<string>) =>
    route({
      method: 'GET',
      path,
      responses: { 200: text() },
      handler: async ({ reply }) => {
        seen.paths.push(path)
        return reply(200, await answer())
      },
    })
  const forever = route({
    method: 'GET',
    path: '/forever',
    responses: { 200: text() },
    handler: async ({ signal, reply }) => {
      seen.paths.push('/forever')
      await once(signal, 'abort')
      seen.aborted.push('/forever')
      return reply(200, '')
    },
  })
  const quiet = route({
    method: 'GET',
    path: '/quiet',
    responses: { 200: sse({ keepAlive: 0 }) },
    handler: ({ signal, reply }) => {
      seen.paths.push('/quiet')
      signal.addEventListener('abort', () => seen.aborted.push('/quiet'))
      return reply(
        200,
        (async function* () {
          await once(signal, 'abort')
          yield { data: 'late' }
        })(),
      )
    },
  })
  const endless = route({
    method: 'GET',
    path: '/endless',
    responses: { 200: stream() },
    handler: ({ reply }) =>
      reply(
        200,
        (async function* () {
          try {
            for (;;) yield big
          } finally {
            seen.stopped++
          }
        })(),
      ),
  })
  const readBody = route({
    method: 'POST',
    path: '/read',
    responses: { 200: text() },
    handler: async (request) => request.reply(200, String((await request.bytes()).length)),
  })
  const unread = route({
    method: 'POST',
    path: '/unread',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'unread'),
  })
  const limited = route({
    method: 'POST',
    path: '/limited',
    bodyLimit: 10,
    body: text(),
    responses: { 200: text() },
    handler: ({ body, reply }) => reply(200, body),
  })
  const app = createApp({
    routes: {
      hello: get('/hello', () => 'hello'),
      slow: get('/slow', () => sleep(60).then(() => (seen.paths.push('/slow is over'), 'slow'))),
      large: get('/large', () => big.repeat(30)),
      ...{ endless, forever, quiet, readBody, unread, limited },
    },
    use: [securityHeaders()],
    log: (entry) => seen.entries.push(entry),
  })
  return { app, seen }
}

async function listen(options: ServeOptions = {}) {
  const { app, seen } = testApp()
  const server = await serve(toNode(app), {
    port: 0,
    host: '127.0.0.1',
    drainTimeout: 1000,
    ...options,
  })
  servers.push(server)
  return { ...server, app, seen }
}

const post = (path: string, ...headers: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: a.test', 'Content-Type: text/plain', ...headers, '', ''].join(
    '\r\n',
  )
const answersIn = (text: string): number => text.split('HTTP/1.1 ').length - 1

describe('a request that has its response', () => {
  it.each([
    ['a 200', '/unread'],
    ['a 404', '/nope'],
  ])('gets no second response if its body stalls, after %s', async (_, path) => {
    const { port } = await listen({ bodyIdleTimeout: 100, requestTimeout: 400 })
    const raw = open(port)
    raw.send(`${post(path, 'Content-Length: 100')}some`)
    await raw.ended()
    expect(answersIn(raw.text())).toBe(1)
  })

  it.each([
    ['ends with FIN', (raw: ReturnType<typeof open>) => raw.socket.end()],
    ['is broken', (raw: ReturnType<typeof open>) => raw.send('zz\r\n\r\n')],
  ])('gets no second response after its body %s', async (_, breakIt) => {
    const { port } = await listen()
    for (const framing of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      const raw = open(port, { allowHalfOpen: true })
      raw.send(`${post('/unread', framing)}4\r\nsome\r\n`)
      await raw.until(/unread$/)
      breakIt(raw)
      await sleep(30)
      raw.socket.end()
      await raw.ended()
      expect(answersIn(raw.text()), framing).toBe(1)
    }
  })
})

describe('a client that does not read', () => {
  it.each(['/endless', '/large'])('is dropped at %s, and the source stops', async (path) => {
    const { port, server, seen } = await listen({ writeIdleTimeout: 200 })
    const raw = open(port)
    raw.socket.pause()
    raw.send(request(`GET ${path}`))
    await until('the connection to end', () => connectionsOf(server) === 1)
    await until('the connection to end', () => connectionsOf(server) === 0)
    // The source is told after the connection has ended.
    const stops = path === '/endless' ? 1 : 0
    await until('the source to stop', () => seen.stopped === stops)
    raw.socket.destroy()
  })

  it('is disconnected although it goes on sending', async () => {
    const { port, server } = await listen({ writeIdleTimeout: 300 })
    const raw = open(port)
    raw.socket.pause()
    raw.send('GET /large HTTP/1.1\r\nHost: a.test\r\n\r\nGET /hello HTTP/1.1\r\nHost: a.test\r\n')
    await until('the connection', () => connectionsOf(server) === 1)
    const drip = setInterval(() => raw.send('X: 1\r\n'), 20)
    await until('the connection to end', () => connectionsOf(server) === 0)
    clearInterval(drip)
    raw.socket.destroy()
  })

  it('gets the whole response if it reads slowly', async () => {
    const { port } = await listen({ writeIdleTimeout: 1000 })
    const raw = open(port)
    raw.send(request('GET /large'))
    let pauses = 0
    while (!raw.socket.closed && pauses < 12) {
      raw.socket.pause()
      await sleep(100)
      raw.socket.resume()
      await sleep(1)
      pauses++
    }
    await raw.ended()
    expect(raw.text().length).toBeGreaterThan(30 * big.length)
  })

  it('is not confused with a slow handler', async () => {
    const { port } = await listen({ writeIdleTimeout: 20 })
    expect(await exchange(port, request('GET /slow'))).toContain('slow')
  })
})

function connectionsOf(server: Server): number {
  return (server as Server & { readonly _connections: number })._connections
}

describe('Expect: 100-continue', () => {
  it('sends no 100 before a body that is refused by its length', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(post('/limited', 'Expect: 100-continue', 'Content-Length: 11'))
    await raw.ended()
    expect(raw.text()).toMatch(/^HTTP\/1\.1 413 .*connection: close/s)
  })

  it('sends 100 when the body is read', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(post('/read', 'Expect: 100-continue', 'Content-Length: 4'))
    await raw.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/)
    raw.send('bodyGET /hello HTTP/1.1\r\nHost: a.test\r\n\r\n')
    expect(await raw.until(/hello$/)).toMatch(/ 200 .*\r\n4HTTP\/1\.1 200 /s)
    raw.socket.destroy()
  })

  it('ends the connection after a response that did not read the body', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(post('/unread', 'Expect: 100-continue', 'Content-Length: 4'))
    await raw.ended()
    expect(raw.text()).toMatch(/^HTTP\/1\.1 200 .*connection: close/is)
  })

  it('also works for a listener other than the app', async () => {
    const server = await serve(
      (req, res) => {
        if (req.url === '/drop') res.end('dropped')
        else void req.toArray().then((chunks) => res.end(String(chunks.length)))
      },
      { port: 0, host: '127.0.0.1' },
    )
    servers.push(server)
    const raw = open(server.port)
    raw.send(post('/', 'Expect: 100-continue', 'Content-Length: 1', 'Connection: close'))
    await raw.until(/100 Continue/)
    raw.send('x')
    await raw.ended()
    expect(raw.text()).toMatch(/ 200 OK/)
    const dropped = open(server.port)
    dropped.send(post('/drop', 'Expect: 100-continue', 'Content-Length: 1'))
    await dropped.ended()
    expect(answersIn(dropped.text())).toBe(1)
  })
})

describe('too many header fields', () => {
  const many = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `A${String(index)}: 1`)

  it('are refused with 431, and none is dropped before that', async () => {
    const { port, seen } = await listen()
    expect(await exchange(port, request('GET /hello', ...many(990)))).toContain('200 OK')
    const refused = await exchange(port, request('GET /hello', ...many(1500)))
    expect(refused).toMatch(/^HTTP\/1\.1 431 .*"code":"headers_too_large"/s)
    expect(seen.paths).toEqual(['/hello'])
  })

  it('are refused on a custom server too, whatever its limit', async () => {
    const { app, seen } = testApp()
    for (const limit of [0, 50, 1000]) {
      const server = createServer(toNode(app))
      server.maxHeadersCount = limit
      server.listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      expect(await exchange(port, request('GET /hello', ...many(1500)))).toMatch(/^HTTP\/1\.1 431 /)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    expect(seen.paths).toEqual([])
  })
})

describe('what the parser refuses', () => {
  it.each<[string, { bytes: string; status: number; code: string }]>([
    [
      'a broken head',
      { bytes: 'GET /hello HTTP/1.1\r\nHost : a\r\n\r\n', status: 400, code: 'bad_request' },
    ],
    [
      'too large a head',
      {
        bytes: request('GET /', `X: ${'x'.repeat(70_000)}`),
        status: 431,
        code: 'headers_too_large',
      },
    ],
  ])("%s has the app's headers and its log", async (_, { bytes, status, code }) => {
    const { port, seen } = await listen()
    const text = await exchange(port, bytes)
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `))
    for (const header of [
      'x-content-type-options: nosniff',
      "content-security-policy: default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security: max-age=31536000; includeSubDomains',
    ]) {
      expect(text).toContain(`\r\n${header}\r\n`)
    }
    const id = /x-request-id: (\S+)/.exec(text)?.[1]
    expect(seen.entries).toMatchObject([
      { level: 'info', message: 'refused', status, code, id, client: '127.0.0.1' },
    ])
  })

  it('also sets security headers on requests refused before any middleware', async () => {
    const { port } = await listen()
    for (const line of ['GET /%zz', 'GET /<', `GET /${'x'.repeat(8001)}`]) {
      expect(await exchange(port, request(line)), line).toMatch(
        /\r\nx-content-type-options: nosniff/,
      )
    }
  })

  it('sends at least nosniff if the listener is not an app', async () => {
    const server = await serve((_req, res) => res.end(), { port: 0, host: '127.0.0.1' })
    servers.push(server)
    expect(await exchange(server.port, 'x\r\n\r\n')).toMatch(
      / 400 .*x-content-type-options: nosniff/s,
    )
  })
})

it('drops connections over its limit, and logs it once', async () => {
  const { port, seen } = await listen({ maxConnections: 2 })
  const raws = [open(port), open(port)]
  for (const raw of raws) {
    raw.send('GET /hello HTTP/1.1\r\nHost: a\r\n\r\n')
    await raw.until(/hello$/)
  }
  for (let index = 0; index < 3; index++) {
    const dropped = open(port)
    await dropped.ended()
    expect(dropped.text()).toBe('')
  }
  expect(seen.entries).toMatchObject([
    { level: 'warn', message: expect.stringContaining('maxConnections') },
  ])
  raws.forEach(({ socket }) => socket.destroy())
})

describe('closing', () => {
  const never = new Promise<never>(() => undefined)

  it.each([
    ['an answer', '/hangs'],
    ['work after an answer', '/works'],
    ['the disposal of a service', '/uses'],
  ])('ends in time although %s never does, and logs what was left', async (_, path) => {
    const entries: Record<string, unknown>[] = []
    const get = { method: 'GET', responses: { 200: text() } } as const
    const app = createApp({
      routes: {
        hangs: route({ ...get, path: '/hangs', handler: () => never }),
        works: route({
          ...get,
          path: '/works',
          handler: ({ waitUntil, reply }) => {
            waitUntil(never)
            return reply(200, 'done')
          },
        }),
        uses: route({
          ...get,
          path: '/uses',
          handler: ({ reply }, { db }: { db: string }) => reply(200, db),
        }),
      },
      log: (entry) => entries.push(entry),
    })
    const handler = toNode(app, {
      services: { db: { lifetime: 'process', create: () => 'db', dispose: () => never } },
    })
    const server = await serve(handler, { port: 0, host: '127.0.0.1', drainTimeout: 500 })
    const raw = open(server.port)
    raw.send(request(`GET ${path}`))
    await (path === '/hangs' ? sleep(50) : raw.ended())
    const start = performance.now()
    await server.close()
    expect(performance.now() - start).toBeLessThan(800)
    const said = entries.map(({ message, error }) => `${String(message)} ${String(error)}`)
    expect(said.join('\n')).toContain("service 'db' was not disposed of within")
    if (path === '/works') expect(said.join('\n')).toContain('still going on: 1')
  })
})

describe('a client that leaves in the middle of a pipelined request', () => {
  const cut = 'POST /read HTTP/1.1\r\nHost: a.test\r\nContent-Length: 9\r\n\r\nsome'
  it.each([
    ['a cut request', cut],
    ['a broken one', 'nonsense\r\n\r\n'],
  ])('aborts the running response before %s', async (_, behind) => {
    const { port, server, seen } = await listen({ drainTimeout: 0 })
    for (const path of ['/forever', '/quiet']) {
      const raw = open(port)
      raw.send(`GET ${path} HTTP/1.1\r\nHost: a.test\r\n\r\n`)
      await until('the request', () => seen.paths.at(-1) === path)
      raw.send(behind)
      await sleep(20)
      raw.socket.end()
      await until('its signal', () => seen.aborted.at(-1) === path)
      await until('the connection to end', () => connectionsOf(server) === 0)
    }
  })
})

describe('pipelined requests', () => {
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a.test\r\n\r\n`
  const upgrade = (line: string, ...headers: string[]): string =>
    [`${line} HTTP/1.1`, 'Host: a.test', 'Upgrade: foo', ...headers, '', ''].join('\r\n')

  it('run one after the other, all of them', async () => {
    const { port, seen } = await listen()
    const raw = open(port)
    raw.send(get('/slow') + get('/hello').repeat(5000) + request('GET /slow'))
    await raw.ended()
    expect(answersIn(raw.text())).toBe(5002)
    const slow = ['/slow', '/slow is over']
    expect(seen.paths).toEqual([...slow, ...Array<string>(5000).fill('/hello'), ...slow])
  })

  it('are not read further while one of them is being handled', async () => {
    const { port, seen } = await listen({ drainTimeout: 0 })
    const raw = open(port)
    raw.send(get('/forever'))
    let isFull = false
    for (let sent = 0; sent < 30 && !isFull; sent++) {
      isFull = !raw.socket.write(get('/hello').repeat(20_000))
      if (isFull) isFull = !(await Promise.race([once(raw.socket, 'drain'), sleep(500)]))
    }
    expect([isFull, seen.paths]).toEqual([true, ['/forever']])
    raw.socket.destroy()
  })

  it.each([
    ['upgrade', get('/hello').repeat(2) + upgrade('GET /hello'), 3],
    ['upgrade behind a slow one', get('/slow') + get('/hello') + upgrade('GET /hello'), 3],
    ['two upgrades', get('/hello') + upgrade('GET /hello') + upgrade('GET /hello'), 2],
  ])('before an %s get their responses, and then the connection ends', async (_, sent, answers) => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(sent)
    expect(await raw.ended()).toBe('end')
    expect(answersIn(raw.text())).toBe(answers)
  })

  it('do not run after an upgrade with Expect, and the connection ends', async () => {
    const { port } = await listen()
    const raw = open(port)
    raw.send(upgrade('POST /read', 'Expect: 100-continue', 'Content-Length: 5'))
    await raw.until(/100 Continue/)
    raw.send('hello')
    await raw.until(/HTTP.1.1 200/)
    raw.send(get('/hello'))
    await raw.ended()
    expect(raw.text()).toMatch(/connection: close/i)
  })

  it('do not run after a request with connection: close', async () => {
    const { port, seen } = await listen()
    const raw = open(port)
    raw.send(get('/slow') + request('GET /slow') + get('/hello'))
    await raw.ended()
    expect(seen.paths).toEqual(['/slow', '/slow is over', '/slow', '/slow is over'])
    expect(answersIn(raw.text())).toBe(2)
  })

  it('do not run after the last response of a closing server', async () => {
    const { port, seen, close } = await listen()
    const raw = open(port)
    raw.send(get('/slow') + get('/hello'))
    await until('the first', () => seen.paths.length > 0)
    await close()
    await raw.ended()
    expect(seen.paths).toEqual(['/slow', '/slow is over'])
    expect(answersIn(raw.text())).toBe(1)
  })
})

it.each([
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
  ['rejects', async () => Promise.reject(new Error('no'))],
])(
  'responds with 500 if the listener %s, and the server goes on',
  async (_, listener: () => unknown) => {
    const written = vi.spyOn(console, 'error').mockReturnValue()
    const server = await serve(listener, { port: 0, host: '127.0.0.1' })
    servers.push(server)
    for (let times = 0; times < 2; times++) {
      expect(await exchange(server.port, request('GET /'))).toMatch(
        /^HTTP\/1\.1 500 .*problem\+json.*nosniff.*"code":"internal_error"/s,
      )
    }
    expect(written).toHaveBeenCalledTimes(2)
    written.mockRestore()
  },
)

it('responds to an unknown expectation with 417 and the common headers', async () => {
  const { port } = await listen()
  const answer = await exchange(port, `${post('/read', 'Expect: magic', 'Content-Length: 4')}`)
  expect(answer).toMatch(/^HTTP\/1\.1 417 .*problem\+json/s)
  expect(answer).toMatch(/x-content-type-options: nosniff/i)
  expect(answer).toMatch(/referrer-policy/i)
})

it.each([0, 1])(
  'cuts a body refused for its tiny chunks for its reader, after %i requests',
  async (before) => {
    const ends: string[] = []
    const server = await serve(
      async (req, res) => {
        if (req.url === '/first') return res.end('first')
        try {
          for await (const _ of req);
          ends.push('whole')
        } catch {
          ends.push('cut')
        }
        res.end('read')
      },
      { port: 0, host: '127.0.0.1' },
    )
    servers.push(server)
    const first = 'GET /first HTTP/1.1\r\nHost: a.test\r\n\r\n'.repeat(before)
    const head = 'POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n'
    const sent = `${first}${head}${'1\r\nx\r\n'.repeat(17_000)}0\r\n\r\n`
    const answer = await exchange(server.port, sent)
    expect(answer.match(/HTTP.1.1 \d+/g)).toEqual([
      ...Array<string>(before).fill('HTTP/1.1 200'),
      'HTTP/1.1 400',
    ])
    await until('its reader to be told', () => ends.length > 0)
    expect(ends).toEqual(['cut'])
  },
)
