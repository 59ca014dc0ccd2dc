import { createApp, noContent, HttpError, route, stream, text } from '@gimbal/core'
import { fromWorker, toWorker, type WorkerContext } from '../src/index.ts'

/** The Worker under test; it reports what happens in it by printing. */

interface Env {
  readonly GREETING: string
}

type Uses = { greeting: string; held: { readonly name: string } }

const seen = route({
  method: 'GET',
  path: '/seen/:name',
  responses: { 200: text() },
  handler: async ({ params, headers, client, path, platform, reply }) => {
    const worker = fromWorker<Env>({ platform })
    const env = worker?.env.GREETING
    const about = { path, header: headers.get(params.name), ip: client.ip, env }
    return reply(200, JSON.stringify({ ...about, ctx: typeof worker?.ctx.waitUntil }))
  },
})

const cookies = route({
  method: 'GET',
  path: '/cookies',
  responses: { 200: text('text/plain; charset=utf-8') },
  handler: async ({ reply }) => reply(200, 'héllo', { headers: { 'set-cookie': ['a=1', 'b=2'] } }),
})

const nothing = route({
  method: 'GET',
  path: '/nothing',
  responses: { 204: noContent },
  handler: async ({ reply }) => reply(204),
})

const upload = route({
  method: 'POST',
  path: '/upload',
  body: stream(),
  bodyLimit: 100_000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, String(length))
  },
})

const json = route({
  method: 'POST',
  path: '/text',
  body: text(),
  bodyLimit: 100_000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    console.log('handler ran')
    return reply(200, String(body.length))
  },
})

const shared = route({
  method: 'GET',
  path: '/shared',
  responses: { 200: text() },
  handler: async ({ reply }, services: Uses) => reply(200, services.greeting),
})

const later = route({
  method: 'GET',
  path: '/later',
  responses: { 200: text() },
  handler: async ({ waitUntil, reply }, services: Uses) => {
    waitUntil(pause(200).then(() => console.log('later: done')))
    return reply(200, services.held.name)
  },
})

const ticks = route({
  method: 'GET',
  path: '/ticks/:kind',
  responses: { 200: stream('text/plain') },
  handler: async ({ params, signal, reply }, services: Uses) => {
    const { kind } = params
    signal.addEventListener('abort', () => console.log(`${kind}: aborted`))
    async function* source() {
      try {
        yield `${services.held.name}\n`
        for (let tick = 0; ; tick++) {
          if ((kind === 'ends' || kind === 'sized') && tick === 3) return
          if (kind === 'fails' && tick === 3) throw new Error('the source broke')
          if (kind === 'slow') await pause(50)
          // Large chunks fill the buffers of the runtime and the sockets quickly.
          yield kind === 'floods' ? new Uint8Array(65_536) : `tick ${String(tick)}\n`
          if (kind === 'floods' && tick % 16 === 0) console.log(`floods: ${String(tick)}`)
        }
      } finally {
        console.log(`${kind}: source ended`)
      }
    }
    return reply(200, source(), kind === 'sized' ? { size: 26 } : {})
  },
})

const fail = route({
  method: 'GET',
  path: '/fail',
  responses: { 200: text() },
  handler: async () => {
    throw new HttpError(503, { headers: { 'retry-after': '1' } })
  },
})

const app = createApp({
  routes: { seen, cookies, nothing, upload, json, shared, later, ticks, fail },
})

export default {
  ...toWorker(app, {
    services: {
      greeting: {
        lifetime: 'process',
        create: async (env) => {
          console.log('greeting: made')
          await Promise.resolve()
          return (env as Env).GREETING
        },
      },
      held: {
        lifetime: 'request',
        create: () => ({ name: 'held' }),
        dispose: async () => {
          await pause(20)
          console.log('held: disposed')
        },
      },
    },
  }),
  scheduled(_controller: unknown, _env: Env, _ctx: WorkerContext): void {
    console.log('scheduled')
  },
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
