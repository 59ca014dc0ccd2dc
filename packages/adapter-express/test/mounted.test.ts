import { afterEach, describe, expect, it } from 'vitest'
import type { ErrorRequestHandler } from 'express'
import supertest from 'supertest'
import { fromExpress, toExpress } from '@gimbal/adapter-express'
import { app } from './app.ts'
import { closeAll, listen, versions } from './versions.ts'

afterEach(closeAll)

describe.each(versions)('%s', (_, express) => {
  it('responds without an x-powered-by header', async () => {
    const client = supertest(express().use(toExpress(app)))
    const answer = await client.get('/where/a%2Fb').expect(200, '|/where/a%2Fb|a/b')
    expect(answer.headers).not.toHaveProperty('x-powered-by')
    expect(answer.headers).not.toHaveProperty('etag')
    await client.get('/nope').expect(404).expect('content-type', 'application/problem+json')
  })

  it('takes the mount path from Express', async () => {
    const host = express()
    host.use('/v1', express.Router().use('/api', toExpress(app)))
    const client = supertest(host)
    await client.get('/v1/api/where/1?a=1').expect(200, '/v1/api|/where/1|1')
    await client.get('/v1/api').expect(200, 'root')
    await client.get('/v1/api/').expect(200, 'root')
  })

  it('uses basePath instead, if it is set', async () => {
    const host = express().use('/api', toExpress(app, { basePath: '/api', onNotFound: 'next' }))
    host.use((_req, res) => void res.status(418).send('host'))
    const client = supertest(host)
    await client.get('/api/where/1').expect(200, '/api|/where/1|1')
    await client.get('/API/where/1').expect(418, 'host')
  })

  it('passes unmatched requests on to Express, and keeps its own refusals', async () => {
    const host = express()
    host.use('/api', toExpress(app, { onNotFound: 'next' }))
    host.get('/api/theirs', (_req, res) => void res.send('theirs'))
    host.use((_req, res) => void res.status(404).send('their 404'))
    const client = supertest(host)
    await client.get('/api/theirs').expect(200, 'theirs')
    await client.post('/api/where/1').expect(404, 'their 404')
    await client.get('/api/secret').expect(409)
    const problem = await client.get('/api/fails').expect(500)
    expect(problem.text).toBe(
      '{"type":"about:blank","title":"Internal Server Error","status":500,"code":"internal_error"}',
    )
  })

  it('responds to all requests below its mount by default', async () => {
    const host = express()
    host.use('/api', toExpress(app))
    host.use((_req, res) => void res.status(418).send('host'))
    const client = supertest(host)
    await client.get('/api/nope').expect(404)
    await client.get('/other').expect(418)
  })

  it("does not send its errors to Express's error handler, which still gets other errors", async () => {
    const host = express().use('/api', toExpress(app, { onNotFound: 'next' }))
    host.get('/api/theirs', () => {
      throw new Error('theirs')
    })
    const handled: unknown[] = []
    // Express knows an error handler by its four parameters.
    // eslint-disable-next-line @typescript-eslint/max-params
    host.use(((error, _req, res, _next) => {
      handled.push(error)
      res.status(503).send('handled')
    }) as ErrorRequestHandler)
    const client = supertest(host)
    await client.get('/api/fails').expect(500)
    expect(handled).toEqual([])
    await client.get('/api/theirs').expect(503, 'handled')
    expect(handled).toHaveLength(1)
  })

  it('does not change a response that other code has begun', async () => {
    const host = express()
    host.use((_req, res, next) => {
      res.send('first')
      next()
    })
    host.use(toExpress(app))
    await supertest(host).get('/large').expect(200, 'first')
  })

  it('gives handlers the typed objects of Express', async () => {
    const { createApp, route, text } = await import('@gimbal/core')
    const who = route({
      method: 'GET',
      path: '/who',
      responses: { 200: text() },
      handler: (request) => {
        const { req, res } = fromExpress(request)!
        return request.reply(200, `${req.get('x-a') ?? ''} ${String(res.locals['user'])}`)
      },
    })
    const host = express()
    host.use((_req, res, next) => {
      res.locals['user'] = 'ada'
      next()
    })
    host.use(toExpress(createApp({ routes: { who } })))
    await supertest(host).get('/who').set('x-a', '1').expect(200, '1 ada')
  })
})

it('returns undefined from fromExpress on other hosts', async () => {
  const { createServer } = await import('node:http')
  const { toNode } = await import('@gimbal/adapter-node')
  const { createApp, route, text } = await import('@gimbal/core')
  const who = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: (request) => request.reply(200, typeof fromExpress(request)),
  })
  await supertest(createServer(toNode(createApp({ routes: { who } }))))
    .get('/')
    .expect('undefined')
})

it('is ready, drains and closes with its services', async () => {
  const { createApp, route, text } = await import('@gimbal/core')
  const steps: string[] = []
  const named = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: ({ reply }, { name }: { name: string }) => reply(200, name),
  })
  const handler = toExpress(createApp({ routes: { named } }), {
    services: {
      name: {
        lifetime: 'process',
        create: async () => {
          steps.push('create')
          return 'ada'
        },
        dispose: () => void steps.push('dispose'),
      },
    },
  })
  const [[, express]] = versions as [(typeof versions)[number]]
  const { url } = await listen(express().use(handler))
  await handler.ready()
  expect(await (await fetch(url)).text()).toBe('ada')
  await handler.close()
  expect(steps).toEqual(['create', 'dispose'])
})
