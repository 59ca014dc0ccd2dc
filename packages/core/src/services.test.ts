import { expect, test } from 'vitest'
import { createApp } from './app.ts'
import { createHost } from './create-host.ts'
import type { HostRequest } from './host-types.ts'
import { memoryRequest } from './memory.ts'
import { route } from './route.ts'
import { text } from './spec.ts'

interface Db {
  readonly name: string
}

function setUp() {
  const events: string[] = []
  const use = route({
    method: 'GET',
    path: '/use',
    responses: { 200: text() },
    handler: ({ reply }, { db, pool }: { db: Db; pool: Db }) =>
      reply(200, `${db.name} ${pool.name}`),
  })
  const idle = route({
    method: 'GET',
    path: '/idle',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'idle'),
  })
  const app = createApp({ routes: { use, idle }, log: () => undefined })
  let count = 0
  const host = createHost(app, {
    services: {
      db: {
        lifetime: 'request',
        create: (env: { prefix: string }) => {
          events.push('create db')
          return { name: `${env.prefix}${String(++count)}` }
        },
        dispose: (db: Db) => void events.push(`dispose ${db.name}`),
      },
      pool: {
        lifetime: 'process',
        create: async () => {
          events.push('create pool')
          return { name: 'pool' }
        },
        dispose: () => void events.push('dispose pool'),
      },
    },
  })
  const tasks: (() => unknown)[] = []
  const get = (target: string): HostRequest =>
    memoryRequest({
      method: 'GET',
      target,
      headers: {},
      body: undefined,
      afterResponse: (task) => tasks.push(task),
    })
  return { host, events, tasks, get }
}

test('a request service is made at its first access and disposed after the response', async () => {
  const { host, events, tasks, get } = setUp()
  const env = { prefix: 'db' }
  expect(await host.handle(get('/idle'), env)).toMatchObject({ body: 'idle' })
  expect(await host.handle(get('/nope'), env)).toMatchObject({ status: 404 })
  expect(events).toEqual(['create pool'])
  expect(await host.handle(get('/use'), env)).toMatchObject({ body: 'db1 pool' })
  expect(events).toEqual(['create pool', 'create db'])
  for (const task of tasks.splice(0)) await task()
  expect(events.at(-1)).toBe('dispose db1')
  expect(await host.handle(get('/use'), env)).toMatchObject({ body: 'db2 pool' })
  await host.close()
  expect(events.at(-1)).toBe('dispose pool')
  expect(events.filter((event) => event === 'create pool')).toHaveLength(1)
})

test('process services are made once per env, also when requests come at once', async () => {
  const { host, events, get } = setUp()
  const first = { prefix: 'a' }
  await Promise.all([host.handle(get('/use'), first), host.handle(get('/use'), first)])
  await host.handle(get('/use'), { prefix: 'b' })
  expect(events.filter((event) => event === 'create pool')).toHaveLength(2)
})

test('a service that cannot be made is a 500 without its words, and is tried again', async () => {
  let tries = 0
  const needs = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: ({ reply }, { db }: { db: Db }) => reply(200, db.name),
  })
  const create = (): Db => {
    if (++tries === 1) throw new Error('secret')
    return { name: 'made' }
  }
  const host = createHost(createApp({ routes: { needs }, log: () => undefined }), {
    services: { db: { lifetime: 'process', create } },
  })
  const request = (): HostRequest =>
    memoryRequest({
      method: 'GET',
      target: '/',
      headers: {},
      body: undefined,
      afterResponse: () => undefined,
    })
  const refused = await host.handle(request())
  expect(refused?.status).toBe(500)
  expect(refused?.body).not.toContain('secret')
  expect(await host.handle(request())).toMatchObject({ body: 'made' })
})

test('close waits for the work that goes on after answers', async () => {
  const done: string[] = []
  const later = route({
    method: 'GET',
    path: '/later',
    responses: { 200: text() },
    handler: ({ waitUntil, reply }) => {
      waitUntil(new Promise((resolve) => setTimeout(resolve, 20)).then(() => done.push('work')))
      waitUntil(Promise.reject(new Error('late')))
      return reply(200, 'now')
    },
  })
  const errors: unknown[] = []
  const app = createApp({ routes: { later }, log: (entry) => errors.push(entry.error) })
  const host = createHost(app)
  await host.handle(
    memoryRequest({
      method: 'GET',
      target: '/later',
      headers: {},
      body: undefined,
      afterResponse: () => undefined,
    }),
  )
  expect(done).toEqual([])
  await host.close()
  expect(done).toEqual(['work'])
  expect(errors).toMatchObject([{ message: 'late' }])
})
