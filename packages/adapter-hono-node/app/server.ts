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
    // The app responds to requests that the server refuses. Hono's `serve()` would ignore this
    // option.
    errorHandler: api.errorHandler,
    // Used for HTTP/1.0 without a Host; the app itself reads the original header.
    hostname: 'localhost',
    // The adapter itself handles the unread rest of a body.
    autoCleanupIncoming: false,
  })
  return { listener, lifecycle: api }
}

await runServer(makeParts, { name: 'Hono', port: 3002 })
