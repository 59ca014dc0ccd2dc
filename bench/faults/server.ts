/**
 * The users API on Express with a pool of a given size, in a separate process. It does not catch
 * unhandled errors, so that an escaping fault ends the process.
 */
import process from 'node:process'
import { toExpress } from '@gimbal/adapter-express'
import { serve } from '@gimbal/adapter-node'
import { databaseService } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import express from 'express'

const max = Number(process.env.POOL_SIZE)
const api = toExpress(app, { services: { db: databaseService({ max }) } })
const host = '127.0.0.1'
const server = await serve(express().use(api), { host, port: 0, lifecycle: api })
process.once('SIGTERM', () => {
  process.disconnect()
  void server.close()
})
process.send?.(server.url)
