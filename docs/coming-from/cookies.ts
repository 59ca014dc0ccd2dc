import { cookie, createApp, route, text } from '@gimbal/core'
import cookieParser from 'cookie-parser'
import express, { type Express } from 'express'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

// #region worker
export default {
  fetch(request: Request): Response {
    const cookies = request.headers.get('cookie') ?? ''
    const theme = /(?:^|; )theme=([^;]*)/.exec(cookies)?.[1] ?? 'light'
    const set = 'theme=dark; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Lax'
    return new Response(theme, { headers: { 'set-cookie': set } })
  },
}
// #endregion

export function onExpress(): Express {
  const app = express()
  // #region express
  app.use(cookieParser())
  app.get('/theme', (req, res) => {
    const { theme = 'light' } = req.cookies as { theme?: string }
    const safe = { httpOnly: true, secure: true, sameSite: 'lax' } as const
    res.cookie('theme', 'dark', { maxAge: 3_600_000, ...safe })
    res.type('text').send(theme)
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/theme', (c) => {
    const theme = getCookie(c, 'theme') ?? 'light'
    const safe = { httpOnly: true, secure: true, sameSite: 'Lax' } as const
    setCookie(c, 'theme', 'dark', { maxAge: 3600, ...safe })
    return c.text(theme)
  })
  // #endregion
  return app
}

// #region gimbal
export const theme = route({
  method: 'GET',
  path: '/theme',
  responses: { 200: text() },
  handler: ({ cookies, reply }) =>
    reply(200, cookies.get('theme') ?? 'light', {
      headers: { 'set-cookie': cookie('theme', 'dark', { maxAge: 3600 }) },
    }),
})
// #endregion

export const app = createApp({ routes: { theme } })
