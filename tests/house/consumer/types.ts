// Compiled against only the published declarations: correct code compiles, wrong code does not.
import { toLambda, toLambdaStream } from '@gimbal/adapter-aws-lambda'
import { toWorker } from '@gimbal/adapter-cloudflare'
import { toExpress } from '@gimbal/adapter-express'
import { toFetch } from '@gimbal/adapter-fetch'
import { toHono } from '@gimbal/adapter-hono-node'
import { toNode } from '@gimbal/adapter-node'
import { createApp, createCaller, noContent, problem, route, text } from '@gimbal/core'
import { log, requestId } from '@gimbal/core/middleware'
import { inject } from '@gimbal/core/testing'
import express from 'express'
import { Hono } from 'hono'

interface Greetings {
  readonly of: (name: string) => string | undefined
}

const hello = route({
  method: 'GET',
  path: '/hello/:name',
  responses: { 200: text(), 404: problem('nobody') },
  handler: ({ params, reply }, { greetings }: { greetings: Greetings }) => {
    const greeting: string | undefined = greetings.of(params.name)
    return greeting === undefined ? reply(404, 'nobody') : reply(200, greeting)
  },
})
const forget = route({
  method: 'DELETE',
  path: '/hello/:name',
  responses: { 204: noContent },
  handler: ({ params, reply }) => {
    // @ts-expect-error the path has no such parameter
    void params.nickname
    // @ts-expect-error an undeclared status
    reply(200)
    return reply(204)
  },
})

export const app = createApp({ routes: { hello, forget }, use: [requestId(), log()] })
const services = { greetings: { of: (name: string) => `Hello, ${name}!` } }

export const hosts = {
  node: toNode(app, { services }),
  express: express().use('/api', toExpress(app, { services, onNotFound: 'next' })),
  fetch: toFetch(app, { services }),
  hono: new Hono().use(toHono(app, { services })),
  worker: toWorker(app, { services }),
  lambda: toLambda(app, { services }),
  lambdaStream: toLambdaStream(app, { services }),
}
// @ts-expect-error the app needs greetings
toNode(app)

export async function texts(): Promise<readonly string[]> {
  const injected = await inject(app, { target: '/hello/Ada' })
  const called = await createCaller(app, services).hello({ params: { name: 'Ada' } })
  if (called.status !== 200) return []
  const body: string = called.body
  // @ts-expect-error a text is not a number
  const wrong: number = called.body
  return [injected?.text ?? '', body, String(wrong)]
}
