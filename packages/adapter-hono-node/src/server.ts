import process from 'node:process'
import {
  describeStartFailure,
  readAdapterOptions,
  readServeOptions,
  serve,
  type Served,
} from '@gimbal/adapter-node'
import { databaseService, probed } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { toHono } from './index.ts'

// Whoever read the log may have gone; the server goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

// A promise that fails after its answer harms no other request.
process.on('unhandledRejection', (reason) => app.report(reason, 'unhandled rejection'))

let server: Served
try {
  const services = { db: probed(databaseService()) }
  const api = toHono(app, { services, ...readAdapterOptions(process.env) })
  const listener = getRequestListener(new Hono().use(api).fetch, {
    // What the server refuses by itself is answered by the app; `serve()` of Hono would ignore this.
    errorHandler: api.errorHandler,
    // For HTTP/1.0 without a Host; the app itself reads the header as it came.
    hostname: 'localhost',
    // The adapter looks after what is left of a body.
    autoCleanupIncoming: false,
  })
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
process.on('uncaughtException', (error) => {
  app.report(error, 'uncaught exception')
  void server.close().finally(() => process.exit(1))
})

// Last: whoever waits for this line may stop the server at once.
console.log(`Hono listens on ${server.url}`)
