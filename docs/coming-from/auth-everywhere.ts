import { createApp, HttpError, type Middleware, route, text } from '@gimbal/core'
import { Hono } from 'hono'

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.use(async (c, next) => {
    if (c.req.header('x-api-key') !== 'sesame') return c.json({ error: 'unauthorized' }, 401)
    await next()
  })
  // #endregion
  return app.get('/secret', (c) => c.text('the cake is real'))
}

const secret = route({
  method: 'GET',
  path: '/secret',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'the cake is real'),
})

// #region gimbal
const withKey: Middleware = async ({ headers }, _services, next) => {
  if (headers.get('x-api-key') !== 'sesame') throw new HttpError(401)
  return next()
}

export const app = createApp({ routes: { secret }, use: [withKey] })
// #endregion
