import process from 'node:process'
import { describeStartFailure, readServeOptions, serve, type Served } from '@gimbal/adapter-node'
import { databaseService, probed } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { toHono } from './index.ts'

const api = toHono(app, { services: { db: probed(databaseService()) } })
const hono = new Hono().use(api)

const listener = getRequestListener(hono.fetch, {
  // What the server refuses by itself gets the app's words; `serve()` of Hono would ignore this.
  errorHandler: api.errorHandler,
  // For HTTP/1.0 without a Host; the app itself reads the header as it came.
  hostname: 'localhost',
  // The adapter looks after what is left of a body.
  autoCleanupIncoming: false,
})

// A promise that fails after its answer harms no other request.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection', reason))

let server: Served
try {
  const options = readServeOptions(process.env, { port: 3002 })
  server = await serve(listener, { ...options, lifecycle: api })
} catch (error) {
  console.error(describeStartFailure(error))
  process.exit(1)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close())
}

// After an exception that nobody caught Node promises nothing: leave, but let the others finish.
process.once('uncaughtException', (error) => {
  console.error('uncaught exception', error)
  void server.close().finally(() => process.exit(1))
})

// Last: whoever waits for this line may stop the server at once.
console.log(`Hono listens on ${server.url}`)
