// What a handler may return, and what a client receives for it. Nothing here runs; it must compile.
import {
  bytes,
  defineProblem,
  noContent,
  problem,
  redirect,
  route,
  sse,
  stream,
  trustSchema,
  text,
  type Answer,
  type Problem,
  type ServerEvent,
} from '@gimbal/core'
import { z } from 'zod'
import { same } from './equal.ts'
import { UserView } from './sample.ts'

// Every kind of declaration.
export const outOfStock = defineProblem('out_of_stock', 409)
export const answers = route({
  method: 'GET',
  path: '/answers',
  responses: {
    200: z.object({ role: z.enum(['admin', 'member']), at: z.date() }),
    201: text(),
    202: bytes('image/png'),
    203: stream('text/event-stream'),
    204: noContent,
    206: trustSchema(UserView),
    302: redirect,
    404: problem('no_user', 'no_org'),
    409: problem(outOfStock, 'taken'),
  },
  handler: ({ query, reply }) => {
    async function* chunks(): AsyncGenerator<string> {
      yield await Promise.resolve('chunk')
    }
    if (query.get('a')) return reply(200, { role: 'admin', at: new Date() })
    if (query.get('b')) return reply(201, 'text', { headers: { 'set-cookie': ['a=1', 'b=2'] } })
    if (query.get('c')) return reply(202, new Uint8Array())
    if (query.get('d')) return reply(203, chunks(), { size: 10 })
    if (query.get('e')) return reply(206, { id: '1', name: 'Ada' }, { location: '/users/1' })
    if (query.get('f')) return reply(302, '/elsewhere', { external: true })
    if (query.get('g'))
      return reply(404, 'no_org', { detail: 'gone', headers: { 'retry-after': '9' } })
    if (query.get('h')) return reply(409, 'out_of_stock')
    return reply(204, undefined, { headers: { 'x-a': '1' } })
  },
})
same<
  (typeof answers)['~types']['responses'],
  {
    readonly 200: { role: 'admin' | 'member'; at: string }
    readonly 201: string
    readonly 202: Uint8Array
    readonly 203: AsyncIterable<Uint8Array>
    readonly 204: undefined
    readonly 206: { id: string; name: string }
    readonly 302: undefined
    readonly 404: Problem<'no_user' | 'no_org'>
    readonly 409: Problem<'out_of_stock' | 'taken'>
  }
>()

// With a union of statuses the arguments must match each of them.
export const upsert = route({
  method: 'PUT',
  path: '/users/:id',
  responses: {
    200: UserView,
    201: UserView,
    404: problem('no_user', 'gone'),
    410: problem('gone'),
  },
  handler: ({ params: { id }, reply }) => {
    if (id === '') return reply(id === '' ? 404 : 410, 'gone')
    return reply(id === '1' ? 200 : 201, { id, name: 'Ada' })
  },
})

// Declarations can be shared, and a return type avoids a circular inference.
export const usual = { 404: problem('no_user'), 429: problem('too_many') }
export const annotated = route({
  method: 'GET',
  path: '/',
  responses: { ...usual, 200: UserView },
  handler: async ({ reply }): Promise<Answer<200 | 404 | 429>> => {
    await Promise.resolve()
    return reply(429, 'too_many')
  },
})
same<keyof (typeof annotated)['~types']['responses'], 200 | 404 | 429>()

// Events with any JSON data, or with the data of a schema.
export const events = route({
  method: 'GET',
  path: '/events',
  responses: { 200: sse(), 201: sse({ keepAlive: 0 }), 202: sse(UserView, { keepAlive: 5000 }) },
  handler: ({ query, reply }) => {
    async function* users(): AsyncGenerator<ServerEvent<{ id: string; name: string }>> {
      yield await Promise.resolve({ data: { id: '1', name: 'Ada' }, id: '1', retry: 1000 })
    }
    if (query.get('a')) return reply(200, [{ data: 'text', event: 'said' }, { data: { at: 1 } }])
    if (query.get('b')) return reply(200, users(), { headers: { 'x-a': '1' } })
    if (query.get('c')) return reply(201, new Set([{ data: null }]))
    if (query.get('d')) return reply(202, [{ data: { id: '1', name: 'Ada' }, id: undefined }])
    return reply(202, users())
  },
})
same<(typeof events)['~types']['responses'][202], AsyncIterable<Uint8Array>>()
