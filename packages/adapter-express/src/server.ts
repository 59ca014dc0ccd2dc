import process from 'node:process'
import { describeStartFailure, readServeOptions, serve, type Served } from '@gimbal/adapter-node'
import { databaseService, probed } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import express from 'express'
import { toExpress } from './index.ts'

const api = toExpress(app, { services: { db: probed(databaseService()) } })
const host = express().use(api)

// A promise that fails after its answer harms no other request.
process.on('unhandledRejection', (reason) => console.error('unhandled rejection', reason))

let server: Served
try {
  const options = readServeOptions(process.env, { port: 3001 })
  server = await serve(host, { ...options, lifecycle: api })
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
console.log(`Express listens on ${server.url}`)
