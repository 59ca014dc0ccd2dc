import process from 'node:process'
import { serve } from '@gimbal/adapter-node'
import { databaseService } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { answerRequestError, toHono } from './index.ts'

const api = toHono(app, { services: { db: databaseService() } })
const hono = new Hono().use(api)

const listener = getRequestListener(hono.fetch, {
  // What the server refuses by itself gets the app's words; `serve()` of Hono would ignore this.
  errorHandler: answerRequestError,
  // For HTTP/1.0 without a Host; the app itself reads the header as it came.
  hostname: 'localhost',
  // The adapter looks after what is left of a body.
  autoCleanupIncoming: false,
})

const { HOST: host, PORT: port = '3002' } = process.env
const server = await serve(listener, {
  port: Number(port),
  lifecycle: api,
  ...(host ? { host } : {}),
})
console.log(`Hono listens on ${server.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close())
}
