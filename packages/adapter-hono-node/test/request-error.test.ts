import { serve } from '@gimbal/adapter-node'
import { createApp, type LogEntry, route, text } from '@gimbal/core'
import { getRequestListener } from '@hono/node-server'
import { expect, test } from 'vitest'
import { toHono } from '../src/index.ts'

const fine = route({
  method: 'GET',
  path: '/fine',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'fine'),
})

test('a failure outside Hono returns a problem 500 with the id of its log line and calls onError', async () => {
  const logged: LogEntry[] = []
  const heard: unknown[] = []
  const app = createApp({
    routes: { fine },
    log: (entry) => logged.push(entry),
    onError: (error) => heard.push(error),
  })
  const { errorHandler, ...lifecycle } = toHono(app)
  const failure = new Error('outside Hono')
  const listener = getRequestListener(() => Promise.reject(failure), { errorHandler })
  const { url, close } = await serve(listener, { port: 0, host: '127.0.0.1', lifecycle })
  const response = await fetch(`${url}/fine`)
  expect(response.status).toBe(500)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status: 500, code: 'internal_error' })
  expect(heard).toEqual([failure])
  expect(logged).toMatchObject([{ level: 'error', error: failure }])
  expect(response.headers.get('x-request-id')).toBe(logged[0]?.id)
  await close()
})
