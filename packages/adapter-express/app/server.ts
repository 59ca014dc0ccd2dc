import process from 'node:process'
import { readAdapterOptions, runServer } from '@gimbal/adapter-node'
import { databaseService, waitForDatabase } from '@gimbal/db/node'
import { app } from '@gimbal/users-api'
import express from 'express'
import { toExpress } from '../src/index.ts'

const makeParts = () => {
  const services = { db: waitForDatabase(databaseService()) }
  const api = toExpress(app, { services, ...readAdapterOptions(process.env) })
  return { listener: express().use(api), lifecycle: api }
}

await runServer(makeParts, { name: 'Express', port: 3001 })
