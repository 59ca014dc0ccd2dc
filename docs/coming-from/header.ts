import { createApp, route, text } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'

// #region worker
export default {
  fetch(request: Request): Response {
    return new Response(`from ${request.headers.get('x-client') ?? 'nobody'}`)
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/client', (req, res) => {
    res.type('text').send(`from ${req.get('x-client') ?? 'nobody'}`)
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/client', (c) => c.text(`from ${c.req.header('x-client') ?? 'nobody'}`))
  // #endregion
  return app
}

// #region gimbal
export const client = route({
  method: 'GET',
  path: '/client',
  responses: { 200: text() },
  handler: ({ headers, reply }) => reply(200, `from ${headers.get('x-client') ?? 'nobody'}`),
})
// #endregion

export const app = createApp({ routes: { client } })
