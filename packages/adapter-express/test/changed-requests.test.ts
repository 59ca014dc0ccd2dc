import { createServer } from 'node:http'
import connect from 'connect'
import methodOverride from 'method-override'
import serverlessHttp from 'serverless-http'
import supertest from 'supertest'
import { describe, expect, it } from 'vitest'
import type { RequestHandler } from 'express'
import { toExpress } from '@gimbal/adapter-express'
import { toNode } from '@gimbal/adapter-node'
import { createApp, noContent, json, route, text } from '@gimbal/core'
import { anything } from './app.ts'
import { versions } from './versions.ts'

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
const app = createApp({ routes: { seen, declared, echo, remove }, log: () => undefined })

/** A middleware that identifies the user, as one in front of an app does. */
const identify: RequestHandler = (req, _res, next) => {
  delete req.headers['x-user-id']
  req.headers.authorization = 'Bearer t'
  req.headers['x-name'] = 'José'
  next()
}

describe.each(versions)('%s', (_, express) => {
  it('hides a header that middleware has removed, and shows one that it has set', async () => {
    const client = supertest(express().use(identify).use(toExpress(app)))
    const forged = { 'X-User-Id': '1', Authorization: 'Bearer forged' }
    const get = async (path: string): Promise<string> =>
      (await client.get(path).set(forged).expect(200)).text
    expect(await get('/seen/x-user-id')).toBe('none')
    expect(await get('/seen/authorization')).toBe('Bearer t')
    expect(await get('/seen/x-name')).toBe('José')
    expect(await get('/declared')).toBe('none Bearer t')
  })

  it('uses headers that middleware has replaced as a whole', async () => {
    const host = express()
    host.use((req, _res, next) => {
      req.headers = { host: 'a.test', 'x-user-id': '7' }
      next()
    })
    const client = supertest(host.use(toExpress(app)))
    await client.get('/seen/x-user-id').set('x-user-id', '1').expect(200, '7')
    await client.get('/seen/authorization').set('authorization', 'x').expect(200, 'none')
  })

  it('runs the route of the method that middleware has set', async () => {
    const client = supertest(
      express().use(methodOverride('x-http-method-override')).use(toExpress(app)),
    )
    await client.post('/echo').set('x-http-method-override', 'DELETE').expect(204)
  })

  it.each(['', '/api'])('works behind serverless-http, mounted at %j', async (mount) => {
    const host = mount ? express().use(mount, toExpress(app)) : express().use(toExpress(app))
    const handle = serverlessHttp(host) as (
      event: object,
      context: object,
    ) => Promise<{ statusCode: number; body: string }>
    const event = {
      version: '2.0',
      rawPath: `${mount}/echo`,
      rawQueryString: '',
      headers: { host: 'a.test', 'content-type': 'application/json' },
      requestContext: { http: { method: 'POST', path: `${mount}/echo`, sourceIp: '192.0.2.1' } },
      body: '{"a":1}',
      isBase64Encoded: false,
    }
    expect(await handle(event, {})).toMatchObject({ statusCode: 200, body: '{"a":1}' })
  })
})

it('behaves the same behind Connect, and behind a plain listener', async () => {
  const forged = { 'X-User-Id': '1', Authorization: 'Bearer forged' }
  const handler = toNode(app)
  const behind = [
    connect()
      .use(identify as never)
      .use(handler),
    createServer((req, res) => {
      delete req.headers['x-user-id']
      handler(req, res)
    }),
  ]
  for (const host of behind) {
    await supertest(host).get('/seen/x-user-id').set(forged).expect(200, 'none')
  }
})
