import { createApp, form, route } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { z } from 'zod'

// #region worker
export default {
  async fetch(request: Request): Promise<Response> {
    const form = await request.formData()
    return Response.json({ name: form.get('name') })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.post('/sign-up', express.urlencoded(), (req, res) => {
    const { name } = req.body as { name: string }
    res.json({ name })
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.post('/sign-up', async (c) => {
    const { name } = await c.req.parseBody()
    return c.json({ name })
  })
  // #endregion
  return app
}

// #region gimbal
const SignUp = z.object({ name: z.string() })

export const signUp = route({
  method: 'POST',
  path: '/sign-up',
  body: form(SignUp),
  responses: { 200: SignUp },
  handler: ({ body, reply }) => reply(200, { name: body.name }),
})
// #endregion

export const app = createApp({ routes: { signUp } })
