import { serve, toNode } from '@gimbal/adapter-node'
import { createDb } from '@gimbal/db/node'
import { app } from '../src/app.ts'
import type { Start } from './api.ts'
import { captureConsole } from './capture-console.ts'

/** Starts the API on node:http, in this process. */
export const startNode: Start = async ({ DATABASE_URL }) => {
  const console = captureConsole()
  const db = createDb(DATABASE_URL)
  const server = await serve(toNode(app, { services: { db } }), { host: '127.0.0.1', port: 0 })
  return {
    url: server.url,
    output: console.text,
    stop: async () => {
      await server.close()
      await db.$disconnect()
      console.restore()
    },
  }
}
