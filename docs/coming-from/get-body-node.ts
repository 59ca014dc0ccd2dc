import express, { type Express } from 'express'
import { Hono } from 'hono'

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/search', express.json(), (req, res) => {
    const { words } = req.body as { words: string[] }
    res.json({ found: words })
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/search', async (c) => {
    const { words } = await c.req.json<{ words: string[] }>()
    return c.json({ found: words })
  })
  // #endregion
  return app
}
