import { createApp, redirect, route } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'

// #region worker
export default {
  fetch(request: Request): Response {
    const to = new URL(request.url).searchParams.get('to') ?? '/'
    return new Response(null, { status: 302, headers: { location: to } })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/go', (req, res) => {
    const { to = '/' } = req.query as { to?: string }
    res.redirect(to)
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/go', (c) => c.redirect(c.req.query('to') ?? '/'))
  // #endregion
  return app
}

// #region gimbal
export const go = route({
  method: 'GET',
  path: '/go',
  responses: { 302: redirect },
  handler: ({ query, reply }) => reply(302, query.get('to') ?? '/'),
})
// #endregion

export const app = createApp({ routes: { go } })
