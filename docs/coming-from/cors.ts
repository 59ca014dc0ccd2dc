import { createApp, route, text } from '@gimbal/core'
import { cors } from '@gimbal/core/middleware'
import corsOfExpress from 'cors'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { cors as corsOfHono } from 'hono/cors'

// #region worker
export default {
  fetch(request: Request): Response {
    const headers = new Headers({ vary: 'Origin' })
    const isApp = request.headers.get('origin') === 'https://app.example'
    if (isApp) headers.set('access-control-allow-origin', 'https://app.example')
    if (request.method !== 'OPTIONS') return new Response('hello', { headers })
    if (isApp) headers.set('access-control-allow-methods', 'GET, POST')
    return new Response(null, { status: 204, headers })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.use(corsOfExpress({ origin: ['https://app.example'], methods: ['GET', 'POST'] }))
  // #endregion
  app.get('/hello', (_req, res) => void res.type('text').send('hello'))
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.use(corsOfHono({ origin: ['https://app.example'], allowMethods: ['GET', 'POST'] }))
  // #endregion
  return app.get('/hello', (c) => c.text('hello'))
}

const hello = route({
  method: 'GET',
  path: '/hello',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'hello'),
})

// #region gimbal
export const app = createApp({
  routes: { hello },
  use: [cors({ origins: ['https://app.example'], methods: ['GET', 'POST'] })],
})
// #endregion
