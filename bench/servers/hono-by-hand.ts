import { serve } from '@hono/node-server'
import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import type { Server } from 'node:http'
import { addUser, findUser, NewUser, UserQuery } from './data.ts'
import { report } from './report.ts'

const app = new Hono()

app.get('/health', (c) => c.json({ status: 'ok' }))

app.get(
  '/users/:id',
  zValidator('query', UserQuery, (result, c) => {
    if (!result.success) return c.json({ errors: result.error.issues }, 422)
  }),
  (c) => c.json(findUser(c.req.param('id'), c.req.valid('query').fields)),
)

app.post(
  '/users',
  zValidator('json', NewUser, (result, c) => {
    if (!result.success) return c.json({ errors: result.error.issues }, 422)
  }),
  (c) => {
    const user = addUser(c.req.valid('json'))
    return c.json(user, 201, { location: `/users/${user.id}` })
  },
)

report(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server)
