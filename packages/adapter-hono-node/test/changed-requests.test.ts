import { createApp, noContent, json, route, type Schema, text } from '@gimbal/core'
import { serve, type Served } from '@gimbal/adapter-node'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { logger } from 'hono/logger'
import { methodOverride } from 'hono/method-override'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toHono } from '../src/index.ts'

const anything: Schema<unknown> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
}

const seen = route({
  method: 'GET',
  path: '/seen/:name',
  responses: { 200: text() },
  handler: ({ params, headers, reply }) => reply(200, headers.get(params.name) ?? 'none'),
})
const declared = route({
  method: 'GET',
  path: '/declared',
  headers: anything,
  responses: { 200: text() },
  handler: ({ headers, reply }) => {
    const { 'x-user-id': user = 'none', authorization = 'none' } = headers as never
    return reply(200, `${String(user)} ${String(authorization)}`)
  },
})
const who = route({
  method: 'GET',
  path: '/who',
  responses: { 200: text() },
  handler: ({ client, reply }) => reply(200, client.ip ?? 'nobody'),
})
const echo = route({
  method: 'POST',
  path: '/echo',
  body: json(anything, 'application/json'),
  responses: { 200: text() },
  handler: ({ body, reply }) => reply(200, JSON.stringify(body)),
})
const remove = route({
  method: 'DELETE',
  path: '/echo',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})
const app = createApp({ routes: { seen, declared, who, echo, remove }, log: () => undefined })

let served: Served
const hono = new Hono()
beforeAll(async () => {
  hono.use('/override/*', methodOverride({ app: hono, header: 'x-http-method-override' }))
  hono.use(
    '/deleted/*',
    logger(() => undefined),
    async (c, next) => {
      c.req.raw.headers.delete('x-user-id')
      c.req.raw.headers.set('authorization', 'Bearer t')
      c.req.raw.headers.set('x-name', 'Ren\u00e9e')
      if (c.req.raw.headers.has('x-sent')) c.req.raw.headers.append('x-sent', 'z')
      await next()
    },
  )
  hono.use('/replaced/*', async (c, next) => {
    const headers = new Headers(c.req.raw.headers)
    headers.delete('x-user-id')
    headers.set('authorization', 'Bearer t')
    headers.set('x-name', 'Ren\u00e9e')
    c.req.raw = new Request(c.req.raw, { headers })
    await next()
  })
  hono.use('/body/*', async (c, next) => {
    c.req.raw = new Request(c.req.raw, { body: '{"mine":true}' })
    await next()
  })
  for (const basePath of ['/override', '/deleted', '/replaced', '/body', '/plain']) {
    hono.use(`${basePath}/*`, toHono(app, { basePath }))
  }
  served = await serve(getRequestListener(hono.fetch), { port: 0, host: '127.0.0.1' })
})
afterAll(() => served.close())

const forged = { 'x-user-id': '1', authorization: 'Bearer forged' }

async function get(path: string, init: RequestInit = {}): Promise<string> {
  return (await fetch(served.url + path, { headers: forged, ...init })).text()
}

describe.each(['/deleted', '/replaced'])('headers that middleware has %s', (mount) => {
  it('reach the handler', async () => {
    expect(await get(`${mount}/seen/x-user-id`)).toBe('none')
    expect(await get(`${mount}/seen/authorization`)).toBe('Bearer t')
    expect(await get(`${mount}/declared`)).toBe('none Bearer t')
    expect(await get(`${mount}/who`)).toBe('127.0.0.1')
    expect(await get(`${mount}/seen/x-name`)).toBe('Renée')
    // UTF-8 on the wire; fetch takes one character per byte.
    const headers = { 'x-sent': 'Ren\u00c3\u00a9e' }
    const added = mount === '/deleted' ? ', z' : ''
    expect(await get(`${mount}/seen/x-sent`, { headers })).toBe(`Renée${added}`)
  })
})

it('passes unchanged headers as they were sent', async () => {
  expect(await get('/plain/seen/x-user-id')).toBe('1')
  expect(await get('/plain/declared')).toBe('1 Bearer forged')
})

it('runs the route of the method that middleware has set', async () => {
  const init = { method: 'POST', headers: { 'x-http-method-override': 'DELETE' } }
  expect((await fetch(`${served.url}/override/echo`, init)).status).toBe(204)
})

it('reads the body that middleware has set', async () => {
  const json = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers: json, body: '{"theirs":true}' }
  expect(await get('/body/echo', init)).toBe('{"mine":true}')
  expect(await get('/plain/echo', init)).toBe('{"theirs":true}')
})

it('behaves the same in process, without a server', async () => {
  const response = await hono.request('/replaced/seen/x-user-id', { headers: forged })
  expect(await response.text()).toBe('none')
})
