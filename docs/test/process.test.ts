import { createServer } from 'node:http'
import { toExpress } from '@gimbal/adapter-express'
import { createApp, noContent, route } from '@gimbal/core'
import express from 'express'
import { beforeAll, expect, test, vi } from 'vitest'
import * as after from '../coming-from/after.ts'
import * as env from '../coming-from/env.ts'
import * as moving from '../coming-from/moving.ts'
import { listen, openTopic } from './sides.ts'

beforeAll(() => {
  process.env.GREETING = 'hello'
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})

test('work after the response', async () => {
  const ask = openTopic(after)
  expect(await ask('GET /')).toEqual({
    Worker: '200 hello',
    Express: '200 hello',
    Hono: '500 Internal Server Error',
    Gimbal: '200 hello',
  })
  await vi.waitFor(() => {
    expect(after.counted).toHaveLength(5)
  })
  const late: Promise<unknown>[] = []
  const ctx = { waitUntil: (work: Promise<unknown>) => void late.push(work), props: {} }
  const onWorkers = await after
    .onHono()
    .request('/', {}, {}, { ...ctx, passThroughOnException() {} })
  expect(await onWorkers.text()).toBe('hello')
  await Promise.all(late)
  expect(after.counted).toHaveLength(6)
})

test('close() waits for the work after a response', async () => {
  const handler = toExpress(after.app)
  await using server = await listen(createServer(express().use(handler)))
  const before = after.counted.length
  await (await fetch(server.url)).text()
  expect(after.counted).toHaveLength(before)
  await handler.close()
  expect(after.counted).toHaveLength(before + 1)
})

test('an error after the response goes to onError', async () => {
  const failed: unknown[] = []
  const fails = route({
    method: 'GET',
    path: '/',
    responses: { 204: noContent },
    handler: ({ reply, waitUntil }) => {
      waitUntil(Promise.reject(new Error('too late')))
      return reply(204)
    },
  })
  const app = createApp({ routes: { fails }, onError: (error) => void failed.push(error) })
  const handler = toExpress(app)
  await using server = await listen(createServer(express().use(handler)))
  expect((await fetch(server.url)).status).toBe(204)
  await handler.close()
  expect(failed).toEqual([new Error('too late')])
})

test.each([
  ['GET', '/api/moved', 'ours, below /api'],
  ['GET', '/api/else', 'theirs: GET'],
  ['POST', '/api/moved', 'theirs: POST'],
])('moving: %s %s is %s', async (method, path, expected) => {
  const request = new Request(`http://localhost${path}`, { method })
  const onHono = await moving.onHono().request(request)
  expect(await onHono.text()).toBe(expected)
  const ctx = { waitUntil: () => undefined }
  expect(await (await moving.default.fetch(request, {}, ctx)).text()).toBe(expected)
})

test('the environment', async () => {
  expect(await openTopic(env)('GET /')).toEqual({ all: '200 hello' })
  delete process.env.GREETING
  const broken = toExpress(env.app, env.options)
  await expect(broken.ready()).rejects.toThrow(/environment.*GREETING/)
})
