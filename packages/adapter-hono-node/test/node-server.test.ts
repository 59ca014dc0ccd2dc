import { serve, type Served, toNode } from '@gimbal/adapter-node'
import { exchange, open, until } from '@gimbal/test-support/raw-socket'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { toHono } from '../src/index.ts'
import { app, services } from './app.ts'
import { comparable } from './comparable.ts'

const lines: string[] = []
let onHono: Served
let onNode: Served

beforeAll(async () => {
  const api = toHono(app, { services: services(lines) })
  const listener = getRequestListener(new Hono().use(api).fetch, {
    errorHandler: api.errorHandler,
    hostname: 'localhost',
  })
  onHono = await serve(listener, { port: 0, host: '127.0.0.1', lifecycle: api })
  const node = toNode(app, { services: services([]) })
  onNode = await serve(node, { port: 0, host: '127.0.0.1' })
})
beforeEach(() => void lines.splice(0))
afterAll(() => Promise.all([onHono.close(), onNode.close()]))

const close = 'Connection: close\r\n\r\n'
const post = (path: string, type = 'text/plain'): string =>
  `POST ${path} HTTP/1.1\r\nHost: a.test\r\nContent-Type: ${type}\r\n`
const get = (target: string, host = 'a.test'): string =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${close}`

test.each([
  get('/page'),
  get('/page').replace('GET', 'HEAD'),
  get('/page').replace('GET', 'OPTIONS'),
  get('/page').replace('GET', 'PURGE'),
  get('/page').replace('GET', 'DELETE'),
  get('/cookies'),
  get('/cookies').replace('GET', 'HEAD'),
  get('/raw'),
  get('/raw').replace('GET', 'HEAD'),
  get('/nothing/200'),
  get('/nothing/200').replace('GET', 'HEAD'),
  get('/nothing/201'),
  get('/nothing/204'),
  get('/nothing/205'),
  get('/nothing/304'),
  get('/moved'),
  get('/fail'),
  get('/missing'),
  get('//page'),
  get('/page/'),
  get('/x/../page'),
  get('/%70age'),
  get('http://other.test/page?q=1'),
  get('/seen/x?q=1&q=%2B+'),
  get('/seen/%E0%A4%A'),
  get(`/${'x'.repeat(8100)}`),
  get('/page', '[::1]:8080'),
  get('/page', 'A.Test:80'),
  get('/ticks/ends'),
  get('/ticks/ends').replace('GET', 'HEAD'),
  `GET /seen/x-a HTTP/1.1\r\nHost: a.test\r\nX-A: 1\r\nX-A:  2 \r\n${close}`,
  `GET /seen/cookie HTTP/1.1\r\nHost: a.test\r\nCookie: a=1\r\nCookie: b=2\r\n${close}`,
  `GET /seen/authorization HTTP/1.1\r\nHost: a.test\r\nAuthorization: a\r\nAuthorization: b\r\n${close}`,
  `GET /seen/x-b HTTP/1.1\r\nHost: a.test\r\nX-B: \xc3\xa9\r\n${close}`,
  `GET /page HTTP/1.1\r\n${close}`,
  `GET /page HTTP/1.1\r\nHost:\r\n${close}`,
  `GET /page HTTP/1.0\r\n\r\n`,
  `GET /ticks/ends HTTP/1.0\r\n\r\n`,
  `GET /page HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n${close}hi`,
  `${post('/upload')}Content-Length: 5\r\n${close}hello`,
  `${post('/upload')}Content-Length: 0\r\n${close}`,
  `${post('/upload', 'application/json')}Content-Length: 5\r\n${close}hello`,
  `${post('/upload')}Transfer-Encoding: chunked\r\n${close}5;a=b\r\nhello\r\n0\r\nX-T: 1\r\n\r\n`,
  `${post('/upload-stream')}Transfer-Encoding: chunked\r\n${close}5\r\nhello\r\n0\r\n\r\n`,
  `${post('/ignore')}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  `${post('/ignore')}Content-Length: 5\r\n${close}hello`,
  `${post('/upload')}Content-Length: 100001\r\n\r\n`,
  `${post('/upload')}Transfer-Encoding: chunked\r\n\r\n${`c350\r\n${'x'.repeat(50_000)}\r\n`.repeat(3)}`,
])('the response equals that of node:http byte for byte: %j', async (message) => {
  const [hono, node] = await Promise.all([
    exchange(onHono.port, message),
    exchange(onNode.port, message),
  ])
  expect(comparable(hono)).toEqual(comparable(node))
  expect(hono).toMatch(/^HTTP\/1\.1 \d/)
})

test.each([
  ['bad_host', get('/page', 'a/b')],
  ['bad_host', get('/page', 'a.test:80/seen/x?')],
  ['bad_host', get('/page', 'evil.com:x@y')],
  ['bad_path', get('/page\\x')],
  ['bad_path', get('*').replace('GET', 'OPTIONS')],
])('a refusal by the server is %s, like one by the app: %j', async (code, message) => {
  const [hono, node] = await Promise.all([
    exchange(onHono.port, message),
    exchange(onNode.port, message),
  ])
  expect(comparable(hono)).toEqual(comparable(node))
  expect(hono).toContain(`"code":"${code}"`)
})

test('a connection goes on after an unread body', async () => {
  const message = `${post('/ignore')}Content-Length: 5\r\n\r\nhello${get('/page')}`
  const answers = await exchange(onHono.port, message)
  expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
})

test('no request is served on a connection that is closing', async () => {
  const { socket, text } = open(onHono.port, { allowHalfOpen: true })
  socket.on('error', () => undefined)
  socket.write(`${post('/ignore')}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`)
  await until('the answer', () => text().endsWith('ignored'))
  expect(text()).toContain('connection: close')
  socket.end(`0\r\n\r\n${get('/note')}`)
  await until('the end', () => socket.destroyed)
  expect(text().match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect(lines).toEqual([])
})

test('a cut body never reaches the handler as complete', async () => {
  const { socket, text } = open(onHono.port)
  socket.end(`${post('/upload')}Content-Length: 10\r\n\r\nhi`)
  await until('an end', () => socket.destroyed)
  expect(text()).not.toMatch(/^HTTP\/1\.1 (2|500)/)
})

test('a failing source cuts the connection: the last chunk is missing', async () => {
  const answer = await exchange(onHono.port, get('/ticks/fails'))
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).not.toContain('\r\n0\r\n\r\n')
  await until('disposal', () => lines.includes('disposed'))
  expect(lines).toContain('source ended')
})

test('a client that leaves stops the source, aborts the signal and disposes the services', async () => {
  const { socket, text } = open(onHono.port)
  socket.write(get('/ticks/slow'))
  await until('the first ticks', () => text().includes('tick 1'))
  socket.destroy()
  await until('the end', () => lines.length === 3)
  expect([...lines].sort()).toEqual(['aborted', 'disposed', 'source ended'])
})

test('a client that does not read slows the source down', async () => {
  const { socket } = open(onHono.port)
  socket.pause()
  socket.write(get('/ticks/floods'))
  await until('the first chunks', () => lines.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(lines.length).toBeLessThan(400)
  socket.destroy()
  await until('disposal', () => lines.includes('disposed'))
})
