import { fromExpress } from '@gimbal/adapter-express'
import {
  type App,
  bytes,
  createApp,
  json,
  problem,
  route,
  type Schema,
  stream,
  text,
} from '@gimbal/core'

/** A schema that accepts everything, so that the tests see the raw input. */
export const anything: Schema<unknown> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
}

const where = route({
  method: 'GET',
  path: '/where/:id',
  responses: { 200: text() },
  handler: ({ basePath, params, path, reply }) => reply(200, `${basePath}|${path}|${params.id}`),
})

const root = route({
  method: 'GET',
  path: '/',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'root'),
})

const parse = route({
  method: 'POST',
  path: '/json',
  body: json(anything, 'application/json'),
  responses: { 200: text() },
  handler: ({ body, reply }) => reply(200, JSON.stringify(body)),
})

const raw = route({
  method: 'POST',
  path: '/raw',
  body: bytes(),
  responses: { 200: bytes() },
  handler: ({ body, reply }) => reply(200, body),
})

const cookies = route({
  method: 'GET',
  path: '/cookies',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'x'.repeat(5000), {
      headers: {
        'set-cookie': ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'],
        vary: 'Accept',
      },
    }),
})

const session = route({
  method: 'POST',
  path: '/visits',
  responses: { 200: text() },
  handler: (request) => {
    const { session: kept } = fromExpress(request)!.req as unknown as {
      session: { visits?: number }
    }
    kept.visits = (kept.visits ?? 0) + 1
    return request.reply(200, String(kept.visits))
  },
})

const secret = route({
  method: 'GET',
  path: '/secret',
  responses: { 200: text(), 409: problem('no_luck') },
  handler: ({ reply }) => reply(409, 'no_luck'),
})

const fails = route({
  method: 'GET',
  path: '/fails',
  responses: { 200: text() },
  handler: () => {
    throw new Error('secret-db-password')
  },
})

const wait = route({
  method: 'POST',
  path: '/wait',
  body: json(anything, 'application/json'),
  responses: { 200: text() },
  handler: async ({ reply, signal }) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve)
      setTimeout(resolve, 300)
    })
    signals.push(signal.aborted ? 'aborted' : 'done')
    return reply(200, 'waited')
  },
})

/** How the signal of each `/wait` request ended. */
export const signals: string[] = []

const events = route({
  method: 'GET',
  path: '/events',
  responses: { 200: stream('text/event-stream') },
  handler: ({ reply, signal }) =>
    reply(
      200,
      (async function* () {
        yield 'data: one\n\n'
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      })(),
    ),
})

const large = route({
  method: 'GET',
  path: '/large',
  responses: { 200: stream('text/plain; charset=utf-8') },
  handler: ({ reply }) =>
    reply(
      200,
      (async function* () {
        for (let index = 0; index < 40; index++) yield randomText
      })(),
    ),
})

const randomText = Array.from({ length: 20_000 }, () => Math.random().toString(36)).join('')
export const LARGE_LENGTH: number = randomText.length * 40

export const app: App<unknown, {}> = createApp({
  routes: { where, root, parse, raw, cookies, session, secret, fails, wait, events, large },
  log: () => undefined,
})
