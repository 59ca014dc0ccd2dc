import { fileURLToPath } from 'node:url'
import { exchange, open, until } from '@gimbal/test-support/raw-socket'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWorkerd, startWorkerd } from '@gimbal/test-support/workerd'

let workerd: RunningWorkerd

beforeAll(async () => {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
  workerd = await startWorkerd({ worker, bindings: { GREETING: 'hello' } })
}, 30_000)
afterAll(() => workerd.stop())

/** Returns a counter of the lines printed from now on. */
function printed(): (line: string) => number {
  const start = workerd.output().length
  return (line) => workerd.output().slice(start).split(`${line}\n`).length - 1
}
const get = (path: string): Promise<Response> => fetch(workerd.url + path)
const send = (head: string, body = ''): Promise<string> =>
  exchange(workerd.port, `${head}\r\nConnection: close\r\n\r\n${body}`)

test('process services are made once per env, also for concurrent requests', async () => {
  const count = printed()
  const all = await Promise.all(Array.from({ length: 20 }, () => get('/shared')))
  expect(await Promise.all(all.map((response) => response.text()))).toEqual(
    Array.from({ length: 20 }, () => 'hello'),
  )
  // Printed lines and responses arrive on different channels.
  await until('the line', () => count('greeting: made') > 0)
  expect(count('greeting: made')).toBe(1)
})

test('handlers see joined headers, UTF-8, cf-connecting-ip and the bindings', async () => {
  const head = 'GET /seen/x-a HTTP/1.1\r\nHost: a.test\r\nX-A: 1\r\nX-A: 2\r\nX-B: \xc3\xa9'
  const answer = await send(`${head}\r\nCF-Connecting-IP: 203.0.113.9`)
  expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toEqual({
    path: '/seen/x-a',
    header: '1, 2',
    ip: '203.0.113.9',
    env: 'hello',
    ctx: 'function',
  })
  expect(Buffer.from(await send(head.replace('x-a', 'x-b')), 'latin1').toString()).toContain(
    '"header":"é"',
  )
})

test('two cookies are sent in two lines, and content-length counts bytes', async () => {
  const answer = (await send('GET /cookies HTTP/1.1\r\nHost: a.test')).toLowerCase()
  expect(answer).toContain('\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n')
  expect(answer).toContain('\r\ncontent-length: 6\r\n')
  expect(answer).toContain('\r\ncontent-type: text/plain; charset=utf-8\r\n')
})

test('HEAD has the length of GET and no body', async () => {
  const answer = (await send('HEAD /cookies HTTP/1.1\r\nHost: a.test')).toLowerCase()
  expect(answer).toContain('\r\ncontent-length: 6\r\n')
  expect(answer.endsWith('\r\n\r\n')).toBe(true)
})

test('204 has no content headers', async () => {
  const answer = (await send('GET /nothing HTTP/1.1\r\nHost: a.test')).toLowerCase()
  expect(answer).toMatch(/^http\/1\.1 204 /)
  expect(answer).not.toContain('content-')
})

test.each(['a/b', 'a.test:80/cookies?', 'evil.com:x@y', 'a.test, b.test'])(
  'a request with the Host %s is refused, and no route runs',
  async (host) => {
    const answer = await send(`GET /seen/host HTTP/1.1\r\nHost: ${host}`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"bad_host"')
  },
)

test('OPTIONS * and a control character in the path get 400', async () => {
  expect(await send('OPTIONS * HTTP/1.1\r\nHost: a.test')).toContain('"code":"bad_path"')
  expect(await send('GET /seen/%00 HTTP/1.1\r\nHost: a.test')).toContain('"code":"bad_path"')
})

for (const path of ['/text', '/upload']) {
  const head = `POST ${path} HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain`

  test(`${path}: reads a chunked body within the limit completely`, async () => {
    const body = '5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-T: 1\r\n\r\n'
    const answer = await send(`${head}\r\nTransfer-Encoding: chunked`, body)
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n11$/)
  })

  test(`${path}: refuses a chunked body over the limit with 413 before its end`, async () => {
    const { socket, text } = open(workerd.port)
    socket.on('error', () => undefined)
    socket.write(`${head}\r\nTransfer-Encoding: chunked\r\n\r\n`)
    for (let sent = 0; sent < 3; sent++) socket.write(`c350\r\n${'x'.repeat(50_000)}\r\n`)
    await until('413', () => text().includes('body_too_large'))
    expect(text()).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test(`${path}: refuses a declared length over the limit with 413 at once`, async () => {
    const { socket, text } = open(workerd.port)
    socket.write(`${head}\r\nContent-Length: 100001\r\n\r\n`)
    await until('413', () => text().includes('body_too_large'))
    expect(text()).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test(`${path}: never passes a cut body to the handler as complete`, async () => {
    const count = printed()
    const { socket, text } = open(workerd.port)
    socket.end(`${head}\r\nContent-Length: 10\r\n\r\nhi`)
    await until('an end', () => socket.destroyed || text() !== '')
    expect(text()).not.toMatch(/^HTTP\/1\.1 (2|500)/)
    expect(count('handler ran')).toBe(0)
    socket.destroy()
  })
}

test('a stream arrives completely, and its services are disposed after it', async () => {
  const count = printed()
  const response = await get('/ticks/ends')
  expect(await response.text()).toBe('held\ntick 0\ntick 1\ntick 2\n')
  await until('disposal', () => count('held: disposed') === 1)
  expect(count('ends: source ended')).toBe(1)
})

test('a stream of a known size is sent with its length', async () => {
  const count = printed()
  const answer = await send('GET /ticks/sized HTTP/1.1\r\nHost: a.test')
  expect(answer).toMatch(/\r\ncontent-length: 26\r\n[^]*\r\n\r\nheld\ntick 0\ntick 1\ntick 2\n$/i)
  await until('disposal', () => count('held: disposed') === 1)
})

test('a failing source cuts the connection: the last chunk is missing', async () => {
  const count = printed()
  const answer = await send('GET /ticks/fails HTTP/1.1\r\nHost: a.test')
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).not.toContain('\r\n0\r\n\r\n')
  await until('disposal', () => count('held: disposed') === 1)
})

test('a client that leaves stops the source, aborts the signal and disposes the services', async () => {
  const count = printed()
  const { socket, text } = open(workerd.port)
  socket.write('GET /ticks/slow HTTP/1.1\r\nHost: a.test\r\n\r\n')
  await until('the first ticks', () => text().includes('tick 1'))
  socket.destroy()
  await until('the end of the source', () => count('slow: source ended') === 1)
  await until('abort', () => count('slow: aborted') === 1)
  await until('disposal', () => count('held: disposed') === 1)
})

test('a client that does not read slows the source down', async () => {
  const count = printed()
  const { socket } = open(workerd.port)
  socket.pause()
  socket.write('GET /ticks/floods HTTP/1.1\r\nHost: a.test\r\n\r\n')
  await until('the first chunks', () => count('floods: 0') === 1)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(count('floods: 400')).toBe(0)
  socket.destroy()
  await until('the end of the source', () => count('floods: source ended') === 1)
  await until('disposal', () => count('held: disposed') === 1)
})

test('work continues after the response', async () => {
  const count = printed()
  const response = await get('/later')
  expect(await response.text()).toBe('held')
  expect(count('later: done')).toBe(0)
  await until('the work', () => count('later: done') === 1)
  expect(count('held: disposed')).toBe(1)
})

test('a thrown HttpError keeps its headers', async () => {
  const response = await get('/fail')
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
})
