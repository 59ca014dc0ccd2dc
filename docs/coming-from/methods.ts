import { createApp, noContent, route, text } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'

// #region worker
export default {
  fetch(request: Request): Response {
    const id = /^\/notes\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1]
    if (id === undefined) return new Response('Not Found', { status: 404 })
    switch (request.method) {
      case 'GET':
        return new Response(`note ${decodeURIComponent(id)}`)
      case 'DELETE':
        return new Response(null, { status: 204 })
      default:
        return new Response('Method Not Allowed', { status: 405 })
    }
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/notes/:id', (req, res) => {
    res.type('text').send(`note ${req.params.id}`)
  })
  app.delete('/notes/:id', (_req, res) => {
    res.status(204).end()
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/notes/:id', (c) => c.text(`note ${c.req.param('id')}`))
  app.delete('/notes/:id', (c) => c.body(null, 204))
  // #endregion
  return app
}

// #region gimbal
export const getNote = route({
  method: 'GET',
  path: '/notes/:id',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `note ${params.id}`),
})

export const deleteNote = route({
  method: 'DELETE',
  path: '/notes/:id',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})
// #endregion

export const app = createApp({ routes: { getNote, deleteNote } })
