import { createApp, route, text } from '@gimbal/core'
import express, { type Express } from 'express'
import { env } from 'hono/adapter'
import { Hono } from 'hono'
import { z } from 'zod'

interface Env {
  readonly GREETING: string
}

// #region worker
export default {
  fetch(_request: Request, env: Env): Response {
    return new Response(env.GREETING)
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/', (_req, res) => {
    res.type('text').send(process.env.GREETING)
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/', (c) => c.text(env<{ GREETING: string }>(c).GREETING))
  // #endregion
  return app
}

// #region gimbal
export const hello = route({
  method: 'GET',
  path: '/',
  responses: { 200: text() },
  handler: ({ reply }, { greeting }: { greeting: string }) => reply(200, greeting),
})

// toExpress(app, options), toHono(app, options), toWorker(app, options)
export const options = {
  env: z.object({ GREETING: z.string() }),
  services: {
    greeting: { lifetime: 'process', create: (env: Env) => env.GREETING },
  },
} as const
// #endregion

export const app = createApp({ routes: { hello } })
