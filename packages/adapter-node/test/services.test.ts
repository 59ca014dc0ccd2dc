import { createApp, route, text } from '@gimbal/core'
import { fromNode, toNode } from '@gimbal/adapter-node'
import { afterEach, expect, it, vi } from 'vitest'
import { open, request, sleep } from '@gimbal/test-support/raw-socket'
import { start } from './server.ts'

let stop: (() => Promise<void>) | undefined
afterEach(() => stop?.())

interface Unit {
  readonly name: string
}

const use = route({
  method: 'GET',
  path: '/use/:ms',
  responses: { 200: text() },
  handler: async ({ params, reply }, { unit }: { unit: Unit }) => {
    const { name } = unit
    await new Promise((resolve) => setTimeout(resolve, Number(params.ms)))
    return reply(200, name)
  },
})

const leave = route({
  method: 'GET',
  path: '/leave',
  responses: { 200: text() },
  handler: ({ reply, waitUntil }) => {
    waitUntil(new Promise((resolve) => setTimeout(() => resolve(left.push('done')), 50)))
    return reply(200, 'left')
  },
})
const left: string[] = []

const who = route({
  method: 'GET',
  path: '/who',
  responses: { 200: text() },
  handler: (given) => given.reply(200, fromNode(given)?.req.headers['user-agent'] ?? ''),
})

async function serving(): Promise<{
  port: number
  steps: string[]
  handler: ReturnType<typeof toNode>
  made: () => number
}> {
  const steps: string[] = []
  let units = 0
  const handler = toNode(createApp({ routes: { use, leave, who }, log: () => undefined }), {
    services: {
      unit: {
        lifetime: 'request',
        create: (): Unit => ({ name: `unit ${String(++units)}` }),
        dispose: ({ name }) => void steps.push(name),
      },
    },
  })
  const server = await start(handler)
  stop = server.stop
  return { port: server.port, steps, handler, made: () => units }
}

it('disposes a request service after the response', async () => {
  const { port, steps } = await serving()
  const raw = open(port)
  raw.send(request('GET /use/1'))
  await raw.until(/unit 1$/)
  await vi.waitFor(() => expect(steps).toEqual(['unit 1']))
})

it('disposes request services if the client has left, for pipelined requests too', async () => {
  const warnings: Error[] = []
  process.on('warning', (warning) => warnings.push(warning))
  const { port, steps, made } = await serving()
  const raw = open(port)
  raw.send('GET /use/400 HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20))
  await vi.waitFor(() => expect(made()).toBe(20))
  raw.socket.destroy()
  await vi.waitFor(() => expect(steps).toHaveLength(20))
  await sleep(10)
  expect(new Set(steps).size).toBe(20)
  expect(warnings).toEqual([])
})

it('waits for work that continues after responses when it closes', async () => {
  const { port, handler } = await serving()
  const raw = open(port)
  raw.send(request('GET /leave'))
  await raw.until(/left$/)
  expect(left).toEqual([])
  await handler.close()
  expect(left).toEqual(['done'])
})

it("gives handlers Node's own request and response", async () => {
  const { port } = await serving()
  const raw = open(port)
  raw.send(request('GET /who', 'User-Agent: me'))
  await raw.until(/\r\n\r\nme$/)
  expect(fromNode({ platform: { req: {}, res: {} } })).toBeUndefined()
  expect(fromNode({ platform: undefined })).toBeUndefined()
})
