import process from 'node:process'
import { serve } from '@gimbal/adapter-node'
import { databaseService } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import express from 'express'
import { toExpress } from './index.ts'

const api = toExpress(app, { services: { db: databaseService() } })
const host = express().use(api)

const { HOST, PORT = '3001', DRAIN_DELAY_MS = '0' } = process.env
const server = await serve(host, {
  port: Number(PORT),
  lifecycle: api,
  drainDelay: Number(DRAIN_DELAY_MS),
  ...(HOST ? { host: HOST } : {}),
}).catch((error: unknown): never => {
  console.error(String(error))
  process.exit(1)
})
console.log(`Express listens on ${server.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.close())
}

// A promise that fails after its answer harms no other request.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection', reason))
// After an exception that nobody caught Node promises nothing: leave, but let the others finish.
process.once('uncaughtException', (error) => {
  console.error('uncaught exception', error)
  void server.close().finally(() => process.exit(1))
})
