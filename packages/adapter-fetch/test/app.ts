import { bytes, createApp, noContent, route, stream, text } from '@gimbal/core'
import { fromFetch } from '../src/index.ts'

/** What a request held, reported to the test. */
export interface Probe {
  readonly log: string[]
}

type Uses = { probe: Probe; held: { readonly name: string } }

export const plain = route({
  method: 'GET',
  path: '/plain',
  responses: { 200: text('text/plain; charset=utf-8') },
  handler: async ({ reply }) =>
    reply(200, 'héllo', { headers: { 'set-cookie': ['a=1', 'b=2; Path=/'], 'x-one': '1' } }),
})

export const nothing = route({
  method: 'GET',
  path: '/nothing',
  responses: { 204: noContent },
  handler: async ({ reply }) => reply(204),
})

export const raw = route({
  method: 'GET',
  path: '/raw',
  responses: { 200: bytes() },
  handler: async ({ reply }) => reply(200, new Uint8Array([0, 255])),
})

export const seen = route({
  method: 'GET',
  path: '/seen/:name',
  responses: { 200: text() },
  handler: async ({ params, headers, client, platform, query, reply }) => {
    const host = fromFetch<{ readonly stage: string }>({ platform })
    const about = { header: headers.get(params.name), ip: client.ip, stage: host?.env.stage }
    return reply(200, JSON.stringify({ ...about, query: [...query], url: host?.request.url }))
  },
})

export const upload = route({
  method: 'POST',
  path: '/upload',
  body: bytes(),
  bodyLimit: 1000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => reply(200, String(body.length)),
})

export const uploadStream = route({
  method: 'POST',
  path: '/upload-stream',
  body: stream(),
  bodyLimit: 1000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, String(length))
  },
})

export const held = route({
  method: 'GET',
  path: '/held',
  responses: { 200: text() },
  handler: async ({ waitUntil, reply }, services: Uses) => {
    const { log } = services.probe
    waitUntil(pause(5).then(() => log.push('background')))
    return reply(200, services.held.name)
  },
})

export const ticks = route({
  method: 'GET',
  path: '/ticks/:end',
  responses: { 200: stream('text/plain') },
  handler: async ({ params, signal, reply }, services: Uses) => {
    const { log } = services.probe
    signal.addEventListener('abort', () => log.push('aborted'))
    async function* source() {
      try {
        yield `${services.held.name}\n`
        if (params.end === 'fails') throw new Error('the source broke')
        for (let tick = 0; params.end === 'never' || tick < 3; tick++) {
          log.push('tick')
          yield `tick ${String(tick)}\n`
        }
      } finally {
        log.push('source ended')
      }
    }
    return reply(200, source())
  },
})

const routes = { plain, nothing, raw, seen, upload, uploadStream, held, ticks }
export const app = createApp({ routes })

/** The services of the app; they log their creation and disposal. */
export function services(log: string[]) {
  return {
    probe: { log },
    held: {
      lifetime: 'request' as const,
      create: () => {
        log.push('made')
        return { name: 'held' }
      },
      dispose: () => {
        log.push('disposed')
      },
    },
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
