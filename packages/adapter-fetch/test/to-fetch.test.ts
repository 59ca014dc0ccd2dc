import { createApp, route, text } from '@gimbal/core'
import { readStream } from '@gimbal/core/adapter'
import { expect, test } from 'vitest'
import { toFetch, toReadable } from '../src/index.ts'
import { app, pause, services } from './app.ts'

const log: string[] = []
const handle = toFetch(app, { services: services(log) })
const get = (path: string, init?: RequestInit): Promise<Response> =>
  handle(new Request(`http://a.test${path}`, init))

test('a text is sent as bytes with their content-length and two cookies', async () => {
  const response = await get('/plain')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('6')
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2; Path=/'])
  expect(await response.text()).toBe('héllo')
})

test('HEAD has the headers of GET and no body', async () => {
  const response = await get('/plain', { method: 'HEAD' })
  expect(response.headers.get('content-length')).toBe('6')
  expect(response.body).toBeNull()
})

test('204 has neither a body nor content headers', async () => {
  const response = await get('/nothing')
  expect([response.status, response.body, [...response.headers.keys()]]).toEqual([204, null, []])
})

test('bytes are sent unchanged', async () => {
  const response = await get('/raw')
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]))
})

test('repeated headers are joined, bytes are read as UTF-8, the platform is available', async () => {
  const headers = new Headers([
    ['x-a', '1'],
    ['x-a', '2'],
    ['x-b', '\u00c3\u00a9'],
  ])
  const request = new Request('http://a.test/seen/x-a?q=1&q=2', { headers })
  const response = await handle(request, { stage: 'test' }, { peer: '203.0.113.9' })
  expect(await response.json()).toEqual({
    header: '1, 2',
    ip: '203.0.113.9',
    stage: 'test',
    query: [
      ['q', '1'],
      ['q', '2'],
    ],
    url: 'http://a.test/seen/x-a?q=1&q=2',
  })
  const other = await handle(new Request('http://a.test/seen/x-b', { headers }), {})
  expect(await other.json()).toMatchObject({ header: 'é' })
})

const chunked = (source: AsyncIterable<Uint8Array>): RequestInit =>
  ({ method: 'POST', body: toReadable(readStream(source)), duplex: 'half' }) as RequestInit

for (const path of ['/upload', '/upload-stream']) {
  test(`${path} is read under its limit and no further`, async () => {
    expect(await (await get(path, { method: 'POST', body: 'x'.repeat(1000) })).text()).toBe('1000')

    let sent = 0
    let ended = false
    async function* endless() {
      try {
        for (; sent < 10_000; sent += 100) yield new Uint8Array(100)
      } finally {
        ended = true
      }
    }
    const refused = await get(path, chunked(endless()))
    expect([refused.status, await refused.json()]).toMatchObject([413, { code: 'body_too_large' }])
    await pause(1)
    expect(ended).toBe(true)
    expect(sent).toBeLessThan(1500)
  })

  test(`a cut body gets 400 incomplete_body: ${path}`, async () => {
    async function* broken() {
      yield new Uint8Array(10)
      throw new Error('connection lost')
    }
    const cut = await get(path, chunked(broken()))
    expect([cut.status, await cut.json()]).toMatchObject([400, { code: 'incomplete_body' }])
    const headers = { 'content-length': '20' }
    const short = await get(path, { method: 'POST', body: 'x'.repeat(19), headers })
    expect([short.status, await short.json()]).toMatchObject([400, { code: 'incomplete_body' }])
  })
}

test('a request service is disposed once after a plain response, and close() waits for work', async () => {
  log.length = 0
  const own = toFetch(app, { services: services(log) })
  const response = await own(new Request('http://a.test/held'))
  await response.text()
  await own.close()
  expect(log).toEqual(['made', 'disposed', 'background'])
})

test('work after the response is passed to waitUntil of the context, if there is one', async () => {
  log.length = 0
  const kept: Promise<unknown>[] = []
  const context = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) }
  await handle(new Request('http://a.test/held'), {}, context)
  await Promise.all(kept)
  expect(log).toEqual(['made', 'disposed', 'background'])
})

test('a request service lives until the stream has ended, kept alive by waitUntil', async () => {
  log.length = 0
  const kept: Promise<unknown>[] = []
  const context = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) }
  const response = await handle(new Request('http://a.test/ticks/soon'), {}, context)
  expect(kept.length).toBe(1)
  expect(await response.text()).toBe('held\ntick 0\ntick 1\ntick 2\n')
  await Promise.all(kept)
  expect(log).toEqual(['made', 'tick', 'tick', 'tick', 'source ended', 'disposed'])
})

test('a client that leaves stops the source, aborts the signal and disposes the services', async () => {
  log.length = 0
  const response = await get('/ticks/never')
  const reader = response.body!.getReader()
  await reader.read()
  await reader.read()
  await pause(10)
  expect(log).toEqual(['made', 'tick'])
  await reader.cancel()
  await pause(1)
  expect(log).toEqual(['made', 'tick', 'aborted', 'source ended', 'disposed'])
})

test("the handler's signal aborts with the signal of the host", async () => {
  log.length = 0
  const leaving = new AbortController()
  const response = await get('/ticks/never', { signal: leaving.signal })
  leaving.abort()
  expect(log).toEqual(['aborted'])
  await response.body!.cancel()
})

test('a failing source errors the stream and never ends it normally', async () => {
  log.length = 0
  const response = await get('/ticks/fails')
  await expect(response.text()).rejects.toThrow('the source broke')
  await pause(1)
  expect(log).toEqual(['made', 'source ended', 'disposed'])
})

test('returns undefined if no route matches, and the type says so', async () => {
  const mounted = toFetch(app, { services: services(log), onNotFound: 'next', basePath: '/api' })
  expect(await mounted(new Request('http://a.test/plain'))).toBeUndefined()
  const response: Response | undefined = await mounted(new Request('http://a.test/api/plain'))
  expect(response?.status).toBe(200)
  // @ts-expect-error without a check the response may be missing
  void (async () => (await mounted(new Request('http://a.test/api/plain'))).status)
})

test('the options are optional only if no services are needed', async () => {
  const small = createApp({
    routes: {
      hello: route({
        method: 'GET',
        path: '/',
        responses: { 200: text() },
        handler: async ({ reply }) => reply(200, 'hello'),
      }),
    },
  })
  const response: Response = await toFetch(small)(new Request('http://a.test/'))
  expect(await response.text()).toBe('hello')
  // @ts-expect-error the app's services are missing
  void (() => toFetch(app))
  // @ts-expect-error `held` is missing
  void (() => toFetch(app, { services: { probe: { log } } }))
})
