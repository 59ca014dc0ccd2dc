import { setTimeout as wait } from 'node:timers/promises'
import { createApp, route, text } from '@gimbal/core'
import express, { type Express } from 'express'
import { Hono } from 'hono'

/** What has been counted so far. */
export const counted: string[] = []

async function count(what: string): Promise<void> {
  await wait(20)
  counted.push(what)
}

// #region worker
export default {
  fetch(_request: Request, _env: unknown, ctx: Pick<ExecutionContext, 'waitUntil'>): Response {
    ctx.waitUntil(count('visit'))
    return new Response('hello')
  },
}
// #endregion

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void
}

export function onExpress(): Express {
  const app = express()
  // #region express
  app.get('/', (_req, res) => {
    count('visit').catch(console.error) // without `catch` a failure ends the process
    res.type('text').send('hello')
  })
  // #endregion
  return app
}

export function onHono(): Hono {
  const app = new Hono()
  // #region hono
  app.get('/', (c) => {
    c.executionCtx.waitUntil(count('visit')) // throws on Node
    return c.text('hello')
  })
  // #endregion
  return app
}

// #region gimbal
export const hello = route({
  method: 'GET',
  path: '/',
  responses: { 200: text() },
  handler: ({ reply, waitUntil }) => {
    waitUntil(count('visit'))
    return reply(200, 'hello')
  },
})
// #endregion

export const app = createApp({ routes: { hello } })
