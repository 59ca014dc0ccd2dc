import { type App, bytes, createApp, noContent, route, stream, text } from '@gimbal/core'

/** What the handlers of the test app record. */
export interface Seen {
  readonly aborted: string[]
  readonly cancelled: string[]
  readonly logged: unknown[]
  produced: number
  runs: number
}

export const megabyte: Uint8Array = new Uint8Array(1_048_576).fill(120)

const hello = route({
  method: 'GET',
  path: '/hello',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'hello'),
})

const header = route({
  method: 'GET',
  path: '/header/:name',
  responses: { 200: text() },
  handler: ({ headers, params, reply }) => reply(200, headers.get(params.name) ?? '(none)'),
})

const echo = route({
  method: 'POST',
  path: '/echo',
  body: bytes(),
  responses: { 200: bytes() },
  handler: ({ body, reply }) => reply(200, body),
})

const count = route({
  method: 'POST',
  path: '/count',
  body: stream(),
  bodyLimit: 100_000_000,
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, String(length))
  },
})

const first = route({
  method: 'POST',
  path: '/first',
  body: stream(),
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    for await (const chunk of body) return reply(200, `first of ${String(chunk.length > 0)}`)
    return reply(200, 'empty')
  },
})

const duplex = route({
  method: 'POST',
  path: '/duplex',
  body: stream(),
  responses: { 200: stream('text/plain; charset=utf-8') },
  handler: ({ body, reply }) => reply(200, body),
})

const ignore = route({
  method: 'POST',
  path: '/ignore',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'ignored'),
})

const slow = route({
  method: 'POST',
  path: '/slow',
  body: stream(),
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) {
      length += chunk.length
      await new Promise((resolve) => setTimeout(resolve, 70))
    }
    return reply(200, String(length))
  },
})

const big = route({
  method: 'POST',
  path: '/big',
  responses: { 200: bytes() },
  handler: ({ reply }) => reply(200, new Uint8Array(20 * 1_048_576)),
})

const cookies = route({
  method: 'GET',
  path: '/cookies',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'ok', { headers: { 'set-cookie': ['a=1', 'b=2'], vary: 'Accept' } }),
})

const gone = route({
  method: 'GET',
  path: '/gone',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})

/** An app whose handlers record calls in `seen`. */
export function testApp(): { app: App<unknown, {}>; seen: Seen } {
  const seen: Seen = { aborted: [], cancelled: [], logged: [], produced: 0, runs: 0 }
  const wait = route({
    method: 'GET',
    path: '/wait/:ms',
    responses: { 200: text() },
    handler: async ({ params, reply, signal }) => {
      seen.runs++
      signal.addEventListener('abort', () => seen.aborted.push(String(signal.reason)))
      await new Promise((resolve) => setTimeout(resolve, Number(params.ms)))
      return reply(200, 'waited')
    },
  })
  const endless = route({
    method: 'GET',
    path: '/endless',
    responses: { 200: stream('text/plain; charset=utf-8') },
    handler: ({ reply }) =>
      reply(
        200,
        (async function* () {
          try {
            for (;;) {
              seen.produced++
              yield megabyte
            }
          } finally {
            seen.cancelled.push('generator')
          }
        })(),
      ),
  })
  const silent = route({
    method: 'GET',
    path: '/silent',
    responses: { 200: stream('text/event-stream') },
    handler: ({ reply }) =>
      reply(
        200,
        new ReadableStream<Uint8Array>({ cancel: () => void seen.cancelled.push('stream') }),
      ),
  })
  const broken = route({
    method: 'GET',
    path: '/broken',
    responses: { 200: stream('text/plain; charset=utf-8') },
    handler: ({ reply }) =>
      reply(
        200,
        (async function* () {
          yield 'part'
          await new Promise((resolve) => setTimeout(resolve, 20))
          throw new Error('broken')
        })(),
      ),
  })
  const routes = {
    hello,
    header,
    echo,
    count,
    first,
    duplex,
    ignore,
    slow,
    big,
    cookies,
    gone,
    wait,
    endless,
    silent,
    broken,
  }
  return { app: createApp({ routes, log: ({ error }) => void seen.logged.push(error) }), seen }
}
