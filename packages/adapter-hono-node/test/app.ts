import { bytes, createApp, noContent, HttpError, redirect, route, stream, text } from '@gimbal/core'
import { fromHono } from '../src/index.ts'

type Uses = { log: { readonly lines: string[] }; held: { readonly name: string } }

const page = route({
  method: 'GET',
  path: '/page',
  responses: { 200: text('text/html; charset=utf-8') },
  handler: async ({ reply }) => reply(200, 'héllo', { headers: { 'x-one': '1' } }),
})

const cookies = route({
  method: 'GET',
  path: '/cookies',
  responses: { 200: text() },
  handler: async ({ reply }) =>
    reply(200, 'ok', { headers: { 'set-cookie': ['a=1', 'b=2'], vary: 'accept' } }),
})

const raw = route({
  method: 'GET',
  path: '/raw',
  responses: { 200: bytes() },
  handler: async ({ reply }) => reply(200, new Uint8Array([0, 255])),
})

const nothing = route({
  method: 'GET',
  path: '/nothing/:status',
  responses: { 200: noContent, 201: noContent, 204: noContent, 205: noContent, 304: noContent },
  handler: async ({ params, reply }) => reply(Number(params.status) as 204),
})

const moved = route({
  method: 'GET',
  path: '/moved',
  responses: { 302: redirect },
  handler: async ({ reply }) => reply(302, '/page'),
})

const seen = route({
  method: 'GET',
  path: '/seen/:name',
  responses: { 200: text() },
  handler: async ({ params, headers, client, basePath, platform, query, reply }) => {
    const tag = fromHono<{ Variables: { tag: string } }>({ platform })?.get('tag')
    const header = headers.get(params.name)
    return reply(200, JSON.stringify({ header, ip: client.ip, basePath, tag, query: [...query] }))
  },
})

const upload = route({
  method: 'POST',
  path: '/upload',
  body: text(),
  bodyLimit: 100_000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => reply(200, body.length > 20 ? String(body.length) : body),
})

const uploadStream = route({
  method: 'POST',
  path: '/upload-stream',
  body: stream(),
  bodyLimit: 100_000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, String(length))
  },
})

const ignore = route({
  method: 'POST',
  path: '/ignore',
  responses: { 200: text() },
  handler: async ({ reply }) => reply(200, 'ignored'),
})

const ticks = route({
  method: 'GET',
  path: '/ticks/:kind',
  responses: { 200: stream('text/plain') },
  handler: async ({ params: { kind }, signal, reply }, services: Uses) => {
    const { lines } = services.log
    signal.addEventListener('abort', () => lines.push('aborted'))
    async function* source() {
      try {
        yield `${services.held.name}\n`
        for (let tick = 0; ; tick++) {
          if (kind === 'ends' && tick === 3) return
          if (kind === 'fails' && tick === 3) throw new Error('the source broke')
          if (kind === 'slow') await pause(10)
          if (kind === 'floods') lines.push('tick')
          yield kind === 'floods' ? new Uint8Array(65_536) : `tick ${String(tick)}\n`
        }
      } finally {
        lines.push('source ended')
      }
    }
    return reply(200, source())
  },
})

const note = route({
  method: 'GET',
  path: '/note',
  responses: { 200: text() },
  handler: async ({ reply }, services: Uses) => {
    services.log.lines.push('noted')
    return reply(200, 'noted')
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

const routes = {
  page,
  cookies,
  raw,
  nothing,
  moved,
  seen,
  upload,
  uploadStream,
  ignore,
  ticks,
  note,
  fail,
}
export const app = createApp({ routes, log: () => undefined })

/** The services of the app; they log their creation and disposal. */
export function services(lines: string[]) {
  return {
    log: { lines },
    held: {
      lifetime: 'request' as const,
      create: () => ({ name: 'held' }),
      dispose: () => {
        lines.push('disposed')
      },
    },
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
