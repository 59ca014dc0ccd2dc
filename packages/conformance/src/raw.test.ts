import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

import { afterEach, expect, test } from 'vitest'

import { exchange } from './raw.ts'

let stop = async (): Promise<void> => undefined
afterEach(() => stop())

const GET = Buffer.from('GET / HTTP/1.1\r\n\r\n')
const HI = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'

/** Starts a server that calls `act` with each connection; returns its port. */
async function serving(act: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => act(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = async () => {
    server.close()
    await once(server, 'close')
  }
  return (server.address() as AddressInfo).port
}

test('reads several responses from one connection and reports that it stays open', async () => {
  const port = await serving((socket) => socket.write(HI + HI))
  const found = await exchange(port, [GET, GET], { methods: ['GET', 'GET'] })
  expect(found).toMatchObject({
    end: 'open',
    malformed: undefined,
    answers: [{ status: 200 }, { status: 200 }],
  })
})

test('reports bytes after the last response', async () => {
  const port = await serving((socket) => socket.write(`${HI}!`))
  const { malformed } = await exchange(port, [GET], { methods: ['GET'] })
  expect(malformed).toBe('bytes that belong to no answer: "!"')
})

test('reports a malformed response', async () => {
  const port = await serving((socket) => socket.end('hello\r\n\r\n'))
  const { malformed, answers } = await exchange(port, [GET], { methods: ['GET'] })
  expect(malformed).toBe('no status line: "hello\\r\\n\\r\\n"')
  expect(answers).toEqual([])
})

test('reports a hang after the deadline', async () => {
  const port = await serving((socket) => socket.write(HI.slice(0, -1)))
  const { end, malformed } = await exchange(port, [GET], { methods: ['GET'], deadline: 50 })
  expect([end, malformed?.slice(0, 22)]).toEqual(['hang', 'an answer that was cut'])
})

test('waits for the end of the connection after connection: close', async () => {
  const closing = HI.replace('Content-Length', 'Connection: close\r\nContent-Length')
  const port = await serving((socket) => {
    socket.write(closing)
    setTimeout(() => socket.end(), 20)
  })
  const { end } = await exchange(port, [GET], { methods: ['GET'] })
  expect(end).toBe('closed')
})

test('reports a reset', async () => {
  const port = await serving((socket) => socket.resetAndDestroy())
  const { end } = await exchange(port, [GET], { methods: ['GET'] })
  expect(end).toBe('reset')
})

test('skips interim responses, and waits for one if a step requires it', async () => {
  const seen: string[] = []
  const port = await serving((socket) => {
    socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    socket.once('data', (chunk) => {
      seen.push(chunk.toString())
      socket.write(HI)
    })
  })
  const steps = [GET, { until: 'interim' } as const, Buffer.from('body')]
  const { answers, interim } = await exchange(port, steps, { methods: ['POST'] })
  expect([answers.length, interim, seen]).toEqual([1, [100], ['body']])
})
