import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { toExpress } from '@gimbal/adapter-express'
import { toHono } from '@gimbal/adapter-hono-node'
import { serve, toNode } from '@gimbal/adapter-node'
import { createApp, guard, route, stream, text } from '@gimbal/core'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Handlers and guards wait until a test has measured the memory in use. */
let waiting = 0
let released = Promise.withResolvers<void>()
const wait = async (): Promise<true> => {
  waiting++
  await released.promise
  return true
}

const post = { method: 'POST', responses: { 200: text() } } as const
const app = createApp({
  log: () => undefined,
  routes: {
    declared: route({
      ...post,
      path: '/declared',
      body: text(),
      handler: ({ body, reply }) => reply(200, String(body.length)),
    }),
    guarded: route({
      ...post,
      path: '/guarded',
      guards: { waited: guard({ responses: {}, check: wait }) },
      body: text(),
      handler: ({ body, reply }) => reply(200, String(body.length)),
    }),
    late: route({
      ...post,
      path: '/late',
      handler: async (request) => {
        await wait()
        return request.reply(200, String((await request.text()).length))
      },
    }),
    unread: route({
      ...post,
      path: '/unread',
      handler: async ({ reply }) => {
        await wait()
        return reply(200, 'unread')
      },
    }),
    streamed: route({
      ...post,
      path: '/streamed',
      body: stream(),
      handler: async ({ body, reply }) => {
        let length = 0
        for await (const chunk of body) {
          if (length === 0) await wait()
          length += chunk.length
        }
        return reply(200, String(length))
      },
    }),
  },
})

const handlers: Record<string, () => RequestListener> = {
  node: () => toNode(app),
  express: () => express().use(toExpress(app)),
  hono: () => getRequestListener(new Hono().use(toHono(app)).fetch),
}

/** With `serve`, and with a plain node:http server. */
const servers: Record<string, (listener: RequestListener) => Promise<Listening>> = {
  serve: async (listener) => serve(listener, { port: 0, host: '127.0.0.1', drainTimeout: 0 }),
  createServer: async (listener) => {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const close = async (): Promise<void> => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
    return { port: (server.address() as AddressInfo).port, close }
  },
}

interface Listening {
  readonly port: number
  readonly close: () => Promise<void>
}

const CLIENTS = 10
const ONE = Buffer.from('1\r\nx\r\n')

const chunks = Buffer.concat(Array<Buffer>(16_000).fill(ONE))

describe.each(Object.keys(servers))('behind %s', (server) => {
  describe.each(Object.keys(handlers))('on %s', (host) => {
    let listening: Listening
    beforeAll(async () => {
      listening = await servers[server]!(handlers[host]!())
      // Warms up code and tables.
      await held(listening.port, { path: '/declared', content: chunks })
      await held(listening.port, { path: '/streamed', content: chunks })
    })
    afterAll(() => listening.close())

    // 16,000 chunks of one byte are allowed. Uncoalesced, each was an object of 250 bytes and more.
    test.each(['/declared', '/guarded', '/late', '/unread', '/streamed'])(
      '%s holds memory in proportion to the received bytes',
      async (path) => {
        const withOne = await held(listening.port, { path, content: ONE })
        const withAll = await held(listening.port, { path, content: chunks })
        const perClient = (withAll - withOne) / CLIENTS
        expect(perClient).toBeLessThanOrEqual((3 * chunks.length) / ONE.length)
      },
      20_000,
    )
  })
})

/**
 * Returns the bytes in use after many clients have sent a body except its end, while handlers wait.
 */
async function held(
  port: number,
  { path, content }: { readonly path: string; readonly content: Buffer },
): Promise<number> {
  released = Promise.withResolvers<void>()
  waiting = 0
  const sockets = await Promise.all(
    Array.from({ length: CLIENTS }, () => send(port, path, content)),
  )
  const most = path === '/declared' ? 0 : CLIENTS
  await vi.waitFor(() => expect(waiting).toBe(most))
  await settled()
  const used = inUse()
  released.resolve()
  for (const socket of sockets) {
    const length = content.length / ONE.length
    const expected = path === '/unread' ? /unread$/ : new RegExp(`\\r\\n${String(length)}$`)
    expect(await answer(socket)).toMatch(expected)
    socket.destroy()
  }
  return used
}

async function send(port: number, path: string, content: Buffer): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => undefined)
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  // In separate packets, so that each is read separately.
  for (let offset = 0; offset < content.length; offset += 12_000) {
    const part = content.subarray(offset, offset + 12_000)
    if (!socket.write(part)) await new Promise((resolve) => socket.once('drain', resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return socket
}

async function answer(socket: Socket): Promise<string> {
  let text = ''
  const whole = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (/\r\n\r\n./.test(text)) resolve(text)
    })
    socket.on('close', () => resolve(text))
  })
  socket.write('0\r\n\r\n')
  return whole
}

/** Waits until the parser has read all data from the sockets. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setTimeout(resolve, 5))
}

function inUse(): number {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
