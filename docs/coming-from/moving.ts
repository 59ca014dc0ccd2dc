import { toWorker, type WorkerContext } from '@gimbal/adapter-cloudflare'
import { toHono } from '@gimbal/adapter-hono-node'
import { createApp, route, text } from '@gimbal/core'
import { Hono } from 'hono'

const moved = route({
  method: 'GET',
  path: '/moved',
  responses: { 200: text() },
  handler: ({ basePath, reply }) => reply(200, `ours, below ${basePath}`),
})

const api = createApp({ routes: { moved } })
const theirs = (request: Request): Response => new Response(`theirs: ${request.method}`)

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.use('/api/*', toHono(api, { basePath: '/api', onNotFound: 'next' }))
  app.all('/api/*', (c) => theirs(c.req.raw)) // what was there
  // #endregion
  return app
}

// #region worker
const ours = toWorker(api, { basePath: '/api', onNotFound: 'next' })

export default {
  async fetch(request: Request, env: unknown, ctx: WorkerContext): Promise<Response> {
    return (await ours.fetch(request, env, ctx)) ?? theirs(request)
  },
}
// #endregion
