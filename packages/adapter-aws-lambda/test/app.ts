import {
  type App,
  type BaseRequest,
  bytes,
  cookie,
  createApp,
  noContent,
  route,
  stream,
  text,
} from '@gimbal/core'
import { fromLambda } from '../src/index.ts'

/** What a handler sees of a request, as JSON. */
async function describe(request: Pick<BaseRequest, 'bytes' | 'platform'>): Promise<string> {
  const { params, query, headers, cookies, client, path, basePath, method } = request as BaseRequest
  const { rest } = params
  const shown = ['host', 'x-voker-probe', 'cookie', 'content-type', 'content-length']
  return JSON.stringify({
    method,
    path,
    basePath,
    rest,
    query: [...query],
    headers: Object.fromEntries(shown.map((name) => [name, headers.get(name)])),
    cookies: [...cookies],
    ip: client.ip,
    body: new TextDecoder().decode(await request.bytes()),
    hasEvent: fromLambda(request) !== undefined,
  })
}

const getShown = route({
  method: 'GET',
  path: '/*',
  responses: { 200: text() },
  handler: async (request) => request.reply(200, await describe(request)),
})
const postShown = route({
  method: 'POST',
  path: '/*',
  responses: { 200: text() },
  handler: async (request) => request.reply(200, await describe(request)),
})
const getCookies = route({
  method: 'GET',
  path: '/two-cookies',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'cookies', { headers: { 'set-cookie': [cookie('a', '1'), cookie('b', '2')] } }),
})
const getBytes = route({
  method: 'GET',
  path: '/bytes',
  responses: { 200: bytes('image/png') },
  handler: ({ reply }) => reply(200, Uint8Array.of(0x89, 0x50, 0xff)),
})
const getNothing = route({
  method: 'GET',
  path: '/nothing',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})
const getLines = route({
  method: 'GET',
  path: '/lines',
  responses: { 200: stream('text/plain; charset=utf-8') },
  handler: ({ reply }) => reply(200, lines()),
})
const getBroken = route({
  method: 'GET',
  path: '/broken',
  responses: { 200: stream('text/plain') },
  handler: ({ reply }) => reply(200, broken()),
})
const getEndless = route({
  method: 'GET',
  path: '/endless',
  responses: { 200: stream('text/plain') },
  handler: ({ reply, signal }) => reply(200, endless(signal)),
})
const getSize = route({
  method: 'GET',
  path: '/size/:size',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, 'x'.repeat(Number(params.size))),
})

const routes = {
  getShown,
  postShown,
  getCookies,
  getBytes,
  getNothing,
  getLines,
  getBroken,
  getEndless,
  getSize,
}

/** Creates the app; its log goes to a list. */
export function createTestApp(log: unknown[] = []): App {
  return createApp({ routes, log: (entry) => log.push(entry) })
}

let openStreams = 0

async function* lines(): AsyncGenerator<string> {
  yield 'first λ\n'
  yield 'second\n'
}

async function* broken(): AsyncGenerator<string> {
  yield 'first\n'
  throw new Error('the source broke')
}

async function* endless(signal: AbortSignal): AsyncGenerator<string> {
  openStreams++
  try {
    yield 'first\n'
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  } finally {
    console.log(`streams left: ${String(--openStreams)}`)
  }
}
