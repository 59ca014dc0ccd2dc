import { createApp, guard, problem, route } from '@gimbal/core'
import express, { type Express, type RequestHandler } from 'express'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { type User, userOf } from './users.ts'

// #region worker
async function signedIn(request: Request): Promise<User | Response> {
  const user = await userOf(request.headers.get('authorization'))
  return user ?? Response.json({ error: 'unauthorized' }, { status: 401 })
}

export default {
  async fetch(request: Request): Promise<Response> {
    const user = await signedIn(request)
    if (user instanceof Response) return user
    return Response.json({ name: user.name })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  const signedIn: RequestHandler = async (req, res, next) => {
    const user = await userOf(req.get('authorization'))
    if (!user) return void res.status(401).json({ error: 'unauthorized' })
    res.locals.user = user
    next()
  }

  app.get('/me', signedIn, (_req, res) => {
    const user = res.locals.user as User
    res.json({ name: user.name })
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  const signedIn = createMiddleware<{ Variables: { user: User } }>(async (c, next) => {
    const user = await userOf(c.req.header('authorization'))
    if (!user) return c.json({ error: 'unauthorized' }, 401)
    c.set('user', user)
    await next()
  })

  app.get('/me', signedIn, (c) => c.json({ name: c.get('user').name }))
  // #endregion
  return app
}

// #region gimbal
const isSignedIn = guard({
  responses: { 401: problem('unauthorized') },
  check: async ({ headers, reply }) =>
    (await userOf(headers.get('authorization'))) ?? reply(401, 'unauthorized'),
})

export const me = route({
  method: 'GET',
  path: '/me',
  guards: { user: isSignedIn },
  responses: { 200: z.object({ name: z.string() }) },
  handler: ({ reply, user }) => reply(200, { name: user.name }),
})
// #endregion

export const app = createApp({ routes: { me } })
