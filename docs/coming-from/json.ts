import { createApp, route } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { z } from 'zod'

// #region worker
export default {
  async fetch(request: Request): Promise<Response> {
    const { text } = (await request.json()) as { text: string }
    return Response.json({ text }, { status: 201 })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.post('/notes', express.json(), (req, res) => {
    const { text } = req.body as { text: string }
    res.status(201).json({ text })
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.post('/notes', async (c) => {
    const { text } = await c.req.json<{ text: string }>()
    return c.json({ text }, 201)
  })
  // #endregion
  return app
}

// #region gimbal
const Note = z.object({ text: z.string() })

export const addNote = route({
  method: 'POST',
  path: '/notes',
  body: Note,
  responses: { 201: Note },
  handler: ({ body, reply }) => reply(201, { text: body.text }),
})
// #endregion

export const app = createApp({ routes: { addNote } })
