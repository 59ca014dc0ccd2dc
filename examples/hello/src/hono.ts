import { toHono } from '@gimbal/adapter-hono-node'
import { serve } from '@gimbal/adapter-node'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { app } from './app.ts'
import { token } from './token.ts'

const hello = toHono(app, { services: { token } })
const { url } = await serve(getRequestListener(new Hono().use(hello).fetch), {
  port: Number(process.env.PORT ?? 3000),
  lifecycle: hello,
})
console.log(`Hono listens on ${url}`)
