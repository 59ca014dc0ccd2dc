import { createApp, route } from '@gimbal/core'
import { zValidator } from '@hono/zod-validator'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { z } from 'zod'

const NewUser = z.object({ name: z.string().min(1), password: z.string().min(8) })
const User = z.object({ id: z.int(), name: z.string() })

/** Returns a row as a database does: with fields that clients must not see. */
const insert = (user: z.output<typeof NewUser>) => ({ id: 1, createdAt: new Date(), ...user })

// #region worker
export default {
  async fetch(request: Request): Promise<Response> {
    const result = NewUser.safeParse(await request.json())
    if (!result.success) return Response.json(result.error.issues, { status: 400 })
    return Response.json(User.parse(insert(result.data)), { status: 201 })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.post('/users', express.json(), (req, res) => {
    const result = NewUser.safeParse(req.body)
    if (!result.success) return void res.status(400).json(result.error.issues)
    res.status(201).json(User.parse(insert(result.data)))
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.post('/users', zValidator('json', NewUser), (c) => {
    return c.json(User.parse(insert(c.req.valid('json'))), 201)
  })
  // #endregion
  return app
}

// #region gimbal
export const addUser = route({
  method: 'POST',
  path: '/users',
  body: NewUser,
  responses: { 201: User },
  handler: ({ body, reply }) => reply(201, insert(body)),
})
// #endregion

export const app = createApp({ routes: { addUser } })
