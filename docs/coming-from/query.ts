import { createApp, route } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { z } from 'zod'

// #region worker
export default {
  fetch(request: Request): Response {
    const { searchParams } = new URL(request.url)
    return Response.json({ q: searchParams.get('q'), tags: searchParams.getAll('tag') })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/search', (req, res) => {
    const { q = null, tag = [] } = req.query
    res.json({ q, tags: [tag].flat() })
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/search', (c) => {
    return c.json({ q: c.req.query('q') ?? null, tags: c.req.queries('tag') ?? [] })
  })
  // #endregion
  return app
}

// #region gimbal
export const search = route({
  method: 'GET',
  path: '/search',
  responses: { 200: z.object({ q: z.string().nullable(), tags: z.array(z.string()) }) },
  handler: ({ query, reply }) =>
    reply(200, { q: query.get('q') ?? null, tags: [...query.getAll('tag')] }),
})
// #endregion

// #region gimbal-typed
export const list = route({
  method: 'GET',
  path: '/list',
  query: z.object({ page: z.coerce.number().int().min(1).default(1) }),
  responses: { 200: z.object({ page: z.int() }) },
  handler: ({ query, reply }) => reply(200, { page: query.page }),
})
// #endregion

export const app = createApp({ routes: { search, list } })
