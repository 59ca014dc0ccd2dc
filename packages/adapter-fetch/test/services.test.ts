import { createApp, route, text } from '@gimbal/core'
import { toFetch } from '@gimbal/adapter-fetch'
import { Hono } from 'hono'
import { expect, test } from 'vitest'

const routes = {
  hello: route({
    method: 'GET',
    path: '/hello',
    responses: { 200: text() },
    handler: ({ reply }, { pool }: { pool: { id: number } }) => reply(200, `pool ${pool.id}`),
  }),
}

function start() {
  let made = 0
  const app = createApp({ routes, log: () => undefined })
  const pool = { lifetime: 'process', create: async () => ({ id: ++made }) } as const
  return { app, pool, count: () => made }
}

test('one pool serves all requests, whatever a host passes beside each', async () => {
  const { app, pool, count } = start()
  const handle = toFetch(app, { services: { pool } })
  const request = (): Request => new Request('http://a.test/hello')
  // Deno.serve(handle), `deno serve` and Durable Objects: a fresh second argument each time.
  const bodies = await Promise.all(
    Array.from({ length: 500 }, async (_, index) =>
      (await handle(request(), { remoteAddr: { port: index } })).text(),
    ),
  )
  expect(new Set(bodies)).toEqual(new Set(['pool 1']))
  expect(count()).toBe(1)
})

test('the same if Hono mounts it, with an environment for each request', async () => {
  const { app, pool, count } = start()
  const hono = new Hono().mount('/api', toFetch(app, { services: { pool } }))
  for (let index = 0; index < 50; index++) {
    const response = await hono.fetch(new Request('http://a.test/api/hello'), { incoming: index })
    expect(await response.text()).toBe('pool 1')
  }
  expect(count()).toBe(1)
})

test('a new environment object for each request creates no new pool', async () => {
  const { app, count } = start()
  let made = 0
  const handle = toFetch(app, {
    env: {
      '~standard': {
        version: 1 as const,
        vendor: 'test',
        validate: (env: unknown) => ({ value: { url: (env as { URL: string }).URL } }),
      },
    },
    services: { pool: { lifetime: 'process', create: () => ({ id: ++made }) } },
  })
  for (let index = 0; index < 50; index++) {
    await handle(new Request('http://a.test/hello'), { URL: 'postgres://a', INDEX: String(index) })
  }
  expect([made, count()]).toEqual([1, 0])
})
