import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import connect from 'connect'
import type { Express, RequestHandler } from 'express'
import { toNode } from '@gimbal/adapter-node'
import { toExpress } from '@gimbal/adapter-express'
import type { AdapterOptions } from '@gimbal/core/adapter'
import { createApp, route, text } from '@gimbal/core'
import { closeAll, listen, versions } from './versions.ts'

afterEach(closeAll)

let runs = 0
const users = route({
  method: 'GET',
  path: '/admin/users',
  responses: { 200: text() },
  handler: ({ reply }) => {
    runs++
    return reply(200, 'secret')
  },
})
const user = route({
  method: 'GET',
  path: '/admin/users/:id',
  responses: { 200: text() },
  handler: ({ params, reply }) => {
    runs++
    return reply(200, params.id)
  },
})
const app = createApp({ routes: { users, user }, log: () => undefined })

const deny: RequestHandler = (_req, res) => void res.status(403).send('denied')

/** Guards as existing apps write them, each in front of the app. */
const guards: Record<string, (host: Express, express: (typeof versions)[0][1]) => unknown> = {
  'use(path)': (host) => host.use('/admin', deny),
  'use(regular expression)': (host) => host.use(/^\/admin(?=\/|$)/i, deny),
  'all(wildcard)': (host) => host.all(/^\/admin\/.*/, deny),
  'req.path.startsWith': (host) =>
    host.use((req, res, next) => (req.path.startsWith('/admin/') ? deny(req, res, next) : next())),
  'req.originalUrl': (host) =>
    host.use((req, res, next) =>
      /^\/admin\//.test(req.originalUrl) ? deny(req, res, next) : next(),
    ),
  router: (host, express) => host.use(express.Router().use('/admin', deny)),
  'a mounted app': (host, express) => host.use(express().use('/admin', deny)),
}

/** Other spellings of /admin/users, which a guard in front does not recognise. */
const spellings = [
  '/%61dmin/users',
  '/%61%64%6D%69%6E/users',
  '/admi%6e/users',
  '/admin/%75sers',
  '/admin%2Fusers',
  '/x/../admin/users',
  '/x/%2e%2e/admin/users',
  '/x/%2E./admin/users',
  '/x/.%2e/admin/users',
  '/./admin/users',
  '/%2e/admin/users',
  '/../admin/users',
  '/admin/./users',
  '/admin/x/../users',
  '/admin/users/.',
  '/admin/users/x/..',
  '//admin/users',
  '/admin//users',
  '/admin/users/',
  '/admin/users/%2e',
  '/Admin/users',
  '/admin;x/users',
  '/admin/users;x',
  '/%2561dmin/users',
  '/admin/users%00',
  '/admin\\users',
  '/\\admin/users',
  '/admin/users#x',
  "/a'#/admin/users",
  '/a#/../admin/users',
  '/#/admin/users',
  '//x@admin/users#',
  '//x@b/admin/users#',
  '/admin/users?#x',
  "//'@x/admin/users?#",
  '/admin/users?x',
  'http://a.test/admin/users',
  'http://a.test/%61dmin/users',
  'HTTP://a.test:80/admin/users',
  'http://a.test//admin/users',
  'x://admin/users',
  'http:/admin/users',
  'admin/users',
]

/** Sends a target without normalising it. */
async function statusOf(port: number, target: string): Promise<number | undefined> {
  const sent = request({ host: '127.0.0.1', port, path: target, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode
}

describe.each(versions)('%s', (_, express) => {
  describe.each(Object.keys(guards))('a guard by %s', (name) => {
    it.each<Partial<AdapterOptions<{}>>>([{}, { onNotFound: 'next' }, { basePath: '' }])(
      'lets no spelling of a guarded route through, with %o',
      async (options) => {
        const host = express()
        guards[name]!(host, express)
        host.use(toExpress(app, options))
        const { port } = await listen(host)
        runs = 0
        for (const target of spellings) {
          expect(await statusOf(port, target), target).not.toBe(200)
        }
        expect(await statusOf(port, '/admin/users')).toBe(403)
        expect(runs).toBe(0)
      },
    )
  })

  it('a guard in front of a mounted router holds too, with and without basePath', async () => {
    for (const options of [{}, { basePath: '/api' }]) {
      const host = express().use('/api/admin', deny).use('/api', toExpress(app, options))
      const { port } = await listen(host)
      runs = 0
      for (const spelling of spellings) {
        const target = spelling.startsWith('/') ? `/api${spelling}` : spelling
        expect(await statusOf(port, target), target).not.toBe(200)
      }
      for (const target of [
        '/%61pi/admin/users',
        '/x/../api/admin/users',
        '/api/../api/admin/users',
      ]) {
        expect(await statusOf(port, target), target).not.toBe(200)
      }
      expect(runs).toBe(0)
    }
  })

  it('decodes parameters, as Express does', async () => {
    const { url } = await listen(express().use(toExpress(app)))
    const ids = ['a%2Fb', '%61', 'caf%C3%A9', 'caf%c3%a9', '%2561', "it's", 'a%20b']
    const seen = await Promise.all(
      ids.map(async (id) => (await fetch(`${url}/admin/users/${id}`)).text()),
    )
    expect(seen).toEqual(ids.map(decodeURIComponent))
  })

  it('accepts any spelling of a mount with a parameter', async () => {
    const { url } = await listen(express().use('/:tenant', toExpress(app)))
    for (const tenant of ['a', '%61', 'caf%c3%a9', 'a%20b']) {
      expect(await (await fetch(`${url}/${tenant}/admin/users`)).text(), tenant).toBe('secret')
    }
  })

  it('routes by the url that middleware has set', async () => {
    const host = express()
    host.use((req, _res, next) => {
      req.url = req.url.replace(/^\/v1/, '')
      next()
    })
    host.use(toExpress(app))
    const { url } = await listen(host)
    expect(await (await fetch(`${url}/v1/admin/users`)).text()).toBe('secret')
    expect(await (await fetch(`${url}/v1/admin/users/1?x=/v1`)).text()).toBe('1')
  })
})

describe('Connect', () => {
  async function start(host: connect.Server): Promise<number> {
    const server = createServer(host as (req: IncomingMessage, res: ServerResponse) => void)
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    open.push(server)
    return (server.address() as AddressInfo).port
  }
  const open: ReturnType<typeof createServer>[] = []
  afterEach(async () => {
    for (const server of open.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
  const refuse = (_req: unknown, res: ServerResponse): void => {
    res.statusCode = 403
    res.end()
  }

  it('a guard lets no other spelling of a guarded route through', async () => {
    const port = await start(connect().use('/admin', refuse).use(toNode(app)))
    runs = 0
    for (const target of spellings) expect(await statusOf(port, target), target).not.toBe(200)
    expect([await statusOf(port, '/admin/users'), runs]).toEqual([403, 0])
  })

  it('mounts an app at the path of Connect', async () => {
    const port = await start(connect().use('/api', toNode(app)))
    expect(await statusOf(port, '/api/admin/users')).toBe(200)
    expect(await statusOf(port, '/api/admin/users?x=1')).toBe(200)
    expect(await statusOf(port, '/admin/users')).toBe(404)
  })

  it('mounts an app with basePath', async () => {
    const port = await start(connect().use('/api', toNode(app, { basePath: '/api' })))
    expect(await statusOf(port, '/api/admin/users')).toBe(200)
  })
})
