import { createReadStream } from 'node:fs'
import { createServer as createHttp2 } from 'node:http2'
import { connect as connectHttp2 } from 'node:http2'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp, type LogEntry, type Middleware, route, sse, stream, text } from '@gimbal/core'
import { timeout } from '@gimbal/core/middleware'
import { exchange } from '@gimbal/test-support/raw-socket'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serve, type Served, toNode } from '@gimbal/adapter-node'

const file = route({
  method: 'GET',
  path: '/file',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, createReadStream('/there/is/no/such/file')),
})
const slowFile = { ...file, path: '/slow-file' }
const hello = route({
  method: 'GET',
  path: '/hello',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'hello'),
})
const aborted: unknown[] = []
const slow = route({
  method: 'GET',
  path: '/slow',
  responses: { 200: text() },
  handler: async ({ signal, reply }) => {
    await once(signal, 'abort')
    aborted.push((signal.reason as Error).name)
    return reply(200, 'too late')
  },
})
const ended: string[] = []
const events = route({
  method: 'GET',
  path: '/events',
  responses: { 200: sse() },
  handler: ({ signal, reply }) => {
    signal.addEventListener('abort', () => ended.push('aborted'))
    async function* ticks(): AsyncGenerator<{ data: string }> {
      try {
        yield { data: 'first' }
        await once(signal, 'abort')
      } finally {
        ended.push('stopped')
      }
    }
    return reply(200, ticks())
  },
})
const waiting: Middleware = async ({ path }, _services, next) => {
  const response = await next()
  // As long as it takes to find out that the file does not exist.
  if (path === '/slow-file') await wait(30)
  return response
}

const logged: LogEntry[] = []
let server: Served
beforeEach(async () => {
  logged.length = aborted.length = ended.length = 0
  const app = createApp({
    routes: { file, slowFile, hello, slow, events },
    use: [timeout(300), waiting],
    log: (entry) => logged.push(entry),
  })
  server = await serve(toNode(app), { port: 0, host: '127.0.0.1', drainTimeout: 5000 })
})
afterEach(() => server.close())

const errors = (): readonly LogEntry[] => logged.filter(({ level }) => level === 'error')
const staysUp = async (): Promise<void> => {
  expect(await (await fetch(`${server.url}/hello`)).text()).toBe('hello')
}

test('a file that does not exist is cut if the head was sent, logged once', async () => {
  await expect(fetch(`${server.url}/file`).then((answer) => answer.text())).rejects.toThrow()
  await expect.poll(errors).toMatchObject([{ error: { code: 'ENOENT' } }])
  await staysUp()
})

test.each(['GET', 'HEAD'])(
  'a file that does not exist is a 500 behind a slow middleware: %s',
  async (method) => {
    const answer = await fetch(`${server.url}/slow-file`, { method })
    expect(answer.status).toBe(500)
    expect(errors()).toMatchObject([{ error: { code: 'ENOENT' } }])
    await staysUp()
  },
)

test('HEAD of a file that does not exist does not end the process', async () => {
  expect((await fetch(`${server.url}/file`, { method: 'HEAD' })).status).toBe(200)
  await staysUp()
})

test.each(['2.0', '1.2', '0.9', '3.0'])('refuses HTTP/%s in a request line', async (version) => {
  const raw = await exchange(server.port, `GET /hello HTTP/${version}\r\nHost: a\r\n\r\n`)
  expect(raw).toMatch(/^HTTP\/1\.1 (505|400) /)
  if (version === '2.0') expect(raw).toContain('"code":"http_version_not_supported"')
})

test('serves requests of node:http2', async () => {
  const echo = route({
    method: 'POST',
    path: '/echo',
    body: text(),
    responses: { 200: text() },
    handler: ({ client, body, reply }) => reply(200, `${client.ip ?? ''}: ${body}`),
  })
  const handler = toNode(createApp({ routes: { echo } }))
  const http2 = createHttp2((req, res) => handler(req as never, res as never)).listen(
    0,
    '127.0.0.1',
  )
  await once(http2, 'listening')
  const client = connectHttp2(`http://127.0.0.1:${String((http2.address() as AddressInfo).port)}`)
  const request = client.request({
    ':path': '/echo',
    ':method': 'POST',
    'content-type': 'text/plain',
  })
  request.end('over HTTP/2')
  const [headers] = (await once(request, 'response')) as [{ readonly ':status': number }]
  expect(headers[':status']).toBe(200)
  request.setEncoding('utf8')
  let body = ''
  for await (const chunk of request) body += chunk as string
  expect(body).toBe('127.0.0.1: over HTTP/2')
  client.destroy()
  http2.close()
})

test('timeout() aborts the signal of the request', async () => {
  const answer = await fetch(`${server.url}/slow`)
  expect(answer.status).toBe(503)
  await expect.poll(() => aborted).toEqual(['TimeoutError'])
})

test('a shutdown ends an event stream cleanly and aborts its signal', async () => {
  const answer = await fetch(`${server.url}/events`)
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let received = ''
  while (!received.includes('first')) received += (await reader.read()).value ?? ''
  const start = performance.now()
  const closing = server.close()
  expect((await reader.read()).done).toBe(true)
  await closing
  expect(performance.now() - start).toBeLessThan(3000)
  expect(ended).toEqual(['aborted', 'stopped'])
  expect(errors()).toEqual([])
})
