import process from 'node:process'
import { readAdapterOptions, runServer } from '@gimbal/adapter-node'
import { databaseService, waitForDatabase } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { toHono } from '../src/index.ts'

const makeParts = () => {
  const services = { db: waitForDatabase(databaseService()) }
  const api = toHono(app, { services, ...readAdapterOptions(process.env) })
  const listener = getRequestListener(new Hono().use(api).fetch, {
    // What the server refuses by itself is answered by the app; `serve()` of Hono would ignore this.
    errorHandler: api.errorHandler,
    // For HTTP/1.0 without a Host; the app itself reads the header as it came.
    hostname: 'localhost',
    // The adapter looks after what is left of a body.
    autoCleanupIncoming: false,
  })
  return { listener, lifecycle: api }
}

await runServer(makeParts, { name: 'Hono', port: 3002 })
