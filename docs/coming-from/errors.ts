/* eslint-disable @typescript-eslint/max-params -- Express knows an error handler by its four. */
import { createApp, HttpError, route, text } from '@gimbal/core'
import express, { type ErrorRequestHandler, type Express } from 'express'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** Stands for an error tracker. */
export const reported: unknown[] = []
const report = (error: unknown): void => void reported.push(error)

class NotFound extends Error {}

function findNote(id: string | undefined): string {
  if (id === 'broken') throw new Error('secret: the disk is gone')
  if (id !== '1') throw new NotFound('no such note')
  return 'buy milk'
}

// #region worker
export default {
  fetch(request: Request): Response {
    try {
      return new Response(findNote(request.url.split('/').at(-1)))
    } catch (error) {
      if (error instanceof NotFound) return new Response(error.message, { status: 404 })
      report(error)
      return new Response('Internal Server Error', { status: 500 })
    }
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/notes/:id', (req, res) => {
    res.type('text').send(findNote(req.params.id))
  })
  app.use(((error, _req, res, _next) => {
    if (error instanceof NotFound) return void res.status(404).send(error.message)
    report(error)
    res.status(500).send('Internal Server Error')
  }) as ErrorRequestHandler)
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/notes/:id', (c) => c.text(findNote(c.req.param('id'))))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    if (error instanceof NotFound) return c.text(error.message, 404)
    report(error)
    return c.text('Internal Server Error', 500)
  })
  // #endregion
  return app
}

// #region gimbal
export const getNote = route({
  method: 'GET',
  path: '/notes/:id',
  responses: { 200: text() },
  handler: ({ params, reply }) => {
    try {
      return reply(200, findNote(params.id))
    } catch (cause) {
      if (!(cause instanceof NotFound)) throw cause
      throw new HttpError(404, { code: 'no_such_note', detail: cause.message, cause })
    }
  },
})

export const app = createApp({ routes: { getNote }, onError: report })
// #endregion
