import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { etag } from 'hono/etag'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { toHono } from '../src/index.ts'
import { app, services } from './app.ts'

type Send = (path: string, init?: RequestInit) => Promise<Response>

let stop: (() => void) | undefined
afterEach(() => stop?.())

async function onServer(hono: Hono): Promise<Send> {
  const server = serve({ fetch: hono.fetch, port: 0, hostname: '127.0.0.1' })
  stop = () => void server.close()
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  return (path, init) => fetch(`http://127.0.0.1:${String(port)}${path}`, init)
}
const inProcess = (hono: Hono): Promise<Send> =>
  Promise.resolve(async (path, init) => hono.request(path, init))

describe.each([
  ['on a server', onServer],
  ['in process', inProcess],
])('Hono %s', (_where, start) => {
  const api = (options: object = {}) => toHono(app, { services: services([]), ...options })

  test('keeps headers that middleware in front has set, beside those of the app', async () => {
    const hono = new Hono().use(requestId(), cors({ origin: 'http://b.test' }), secureHeaders())
    hono.use(async (c, next) => {
      setCookie(c, 'before', '1')
      await next()
      c.header('x-after', '1')
    })
    const send = await start(hono.use(api()))
    const { headers } = await send('/cookies', { headers: { origin: 'http://b.test' } })
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
    expect(headers.get('access-control-allow-origin')).toBe('http://b.test')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(headers.get('x-after')).toBe('1')
    expect(headers.getSetCookie()).toEqual(['before=1; Path=/', 'a=1', 'b=2'])
    expect(headers.get('vary')?.toLowerCase()).toBe('accept, origin')
  })

  test('lets middleware change the response', async () => {
    const hono = new Hono().use(async (c, next) => {
      await next()
      const changed = (await c.res.text()).toUpperCase()
      c.res = new Response(`${changed}, longer than it was`, c.res)
    })
    const send = await start(hono.use(api()))
    expect(await (await send('/page')).text()).toBe('HÉLLO, longer than it was')
  })

  test('works with compress and etag', async () => {
    const send = await start(new Hono().use(compress({ threshold: 1 }), etag()).use(api()))
    const whole = await send('/page', { headers: { 'accept-encoding': 'gzip' } })
    expect(whole.headers.get('content-encoding')).toBe('gzip')
    const tag = whole.headers.get('etag')!
    expect(tag).toMatch(/^(W\/)?"/)
    const again = await send('/page', { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
    const stream = await send('/ticks/ends', { headers: { 'accept-encoding': 'identity' } })
    expect(await stream.text()).toBe('held\ntick 0\ntick 1\ntick 2\n')
  })

  test('mounted under a prefix, passes unmatched requests on to Hono', async () => {
    const hono = new Hono()
    hono.use('/api/*', api({ basePath: '/api', onNotFound: 'next' }))
    hono.all('*', (c) => c.text(`hono: ${c.req.method} ${c.req.path}`))
    const send = await start(hono)
    expect(await (await send('/api/seen/x')).json()).toMatchObject({ basePath: '/api' })
    expect(await (await send('/api/missing')).text()).toBe('hono: GET /api/missing')
    expect(await (await send('/api/page', { method: 'DELETE' })).text()).toBe(
      'hono: DELETE /api/page',
    )
    expect(await (await send('/page')).text()).toBe('hono: GET /page')
  })

  test("gives handlers Hono's context", async () => {
    const hono = new Hono<{ Variables: { tag: string } }>()
    hono.use(async (c, next) => {
      c.set('tag', 'from Hono')
      await next()
    })
    const send = await start(hono.use(api()) as unknown as Hono)
    expect(await (await send('/seen/x')).json()).toMatchObject({ tag: 'from Hono' })
  })

  for (const path of ['/upload', '/upload-stream']) {
    const size = path === '/upload' ? 'hello' : '5'
    const post = (send: Send, body = 'hello'): Promise<Response> =>
      send(path, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })

    test(`${path}: reads a body again that Hono has read and cached`, async () => {
      const hono = new Hono().use(async (c, next) => {
        await c.req.text()
        await next()
      })
      const send = await start(hono.use(api()))
      expect(await (await post(send)).text()).toBe(size)
      expect((await post(send, 'x'.repeat(100_001))).status).toBe(413)
    })

    test(`${path}: fails with a clear error if a body was read and not cached`, async () => {
      const hono = new Hono().use(async (c, next) => {
        await c.req.raw.text()
        await next()
      })
      const send = await start(hono.use(api()))
      const answer = await post(send)
      expect([answer.status, await answer.json()]).toMatchObject([500, { code: 'internal_error' }])
    })

    test(`${path}: reads a body through the wrapper of Hono's bodyLimit`, async () => {
      const send = await start(new Hono().use(bodyLimit({ maxSize: 1000 })).use(api()))
      expect(await (await post(send)).text()).toBe(size)
      const chunks = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('hello'))
          controller.close()
        },
      })
      const headers = { 'content-type': 'text/plain' }
      const init = { method: 'POST', body: chunks, headers, duplex: 'half' }
      expect(await (await send(path, init)).text()).toBe(size)
    })
  }
})
