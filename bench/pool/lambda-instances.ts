/**
 * Runs instances of a Lambda function in one process. Each has its own app, and so its own pool with
 * one connection; it runs one invocation at a time.
 */
import process from 'node:process'
import { toLambda } from '@gimbal/adapter-aws-lambda'
import { createApp, route, text } from '@gimbal/core'
import { type Db, databaseService } from '@gimbal/db/node'
import { QUERY } from './query.ts'

const query = route({
  method: 'GET',
  path: '/query',
  responses: { 200: text() },
  handler: async ({ reply }, { db }: { readonly db: Db }) => {
    await db.$queryRawUnsafe(QUERY)
    return reply(200, 'ok')
  },
})

let lastError = ''
const start = () =>
  toLambda(
    createApp({
      routes: { query },
      log: ({ error }) => void (lastError = error instanceof Error ? error.message : lastError),
    }),
    { services: { db: databaseService({ max: 1 }) } },
  )
type Instance = ReturnType<typeof start>

const instances = new Map<number, Instance>()
const event = {
  version: '2.0',
  rawPath: '/query',
  rawQueryString: '',
  headers: { host: 'a.test' },
  requestContext: { http: { method: 'GET', sourceIp: '192.0.2.1' }, stage: '$default' },
}

process.on('message', (client: number) => {
  const instance = instances.get(client) ?? start()
  instances.set(client, instance)
  void instance(event).then(({ statusCode }) => {
    process.send?.({ client, error: statusCode === 200 ? '' : lastError || String(statusCode) })
  })
})
