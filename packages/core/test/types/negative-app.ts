// Mistakes with apps, hosts and clients that must not compile.
import {
  call,
  createApp,
  createCaller,
  route,
  text,
  type Calls,
  type Operations,
} from '@gimbal/core'
import { z } from 'zod'
import { toHost } from './host.ts'
import * as routes from './routes.ts'
import { type Auth, type Db, getUser, hello } from './sample.ts'

declare const auth: Auth
declare const db: Db
const app = createApp({ routes })
const Env = z.object({ DATABASE_URL: z.url() })

// Hosts

// @ts-expect-error: a missing service
toHost(app, { services: { db } })
// @ts-expect-error: no options at all
toHost(app)
// @ts-expect-error: a service that no route asks for
toHost(app, { services: { auth, db, cache: new Map() } })
// @ts-expect-error: a service of the wrong type
toHost(app, { services: { auth, db: auth } })
// @ts-expect-error: an option that does not exist
toHost(app, { services: { auth, db }, mount: '/api' })
toHost(app, {
  env: Env,
  services: {
    auth,
    // @ts-expect-error: a variable that the env schema does not name
    db: { lifetime: 'process', create: (env) => connect(env.DATABASE) },
  },
})
toHost(app, {
  env: Env,
  services: {
    auth,
    // @ts-expect-error: a provider made for another env
    db: { lifetime: 'process', create: (env: { DB: string }) => connect(env.DB) },
  },
})
toHost(app, {
  services: {
    auth,
    // @ts-expect-error: env is unknown without a schema
    db: { lifetime: 'process', create: (env) => connect(env.DATABASE_URL) },
  },
})
toHost(app, {
  services: {
    auth,
    // @ts-expect-error: a lifetime that does not exist
    db: { lifetime: 'proces', create: () => db },
  },
})
toHost(app, {
  services: {
    auth,
    // @ts-expect-error: request services are created synchronously
    db: { lifetime: 'request', create: async () => connect('') },
  },
})
toHost(app, {
  services: {
    auth,
    // @ts-expect-error: a provider of a value of another type
    db: { lifetime: 'process', create: () => auth },
  },
})
declare function connect(url: string): Promise<Db>

// Apps

const counts = route({
  method: 'GET',
  path: '/counts',
  responses: { 200: text() },
  handler: ({ reply }, { n }: { n: number }) => reply(200, n.toFixed()),
})
const names = route({
  method: 'GET',
  path: '/names',
  responses: { 200: text() },
  handler: ({ reply }, { n }: { n: string }) => reply(200, n.trim()),
})
const disagreeing = createApp({ routes: { counts, names } })
// @ts-expect-error: two routes disagree on a service
toHost(disagreeing, { services: { n: 1 } })
// @ts-expect-error: an app without routes
createApp({})

// Clients

declare const client: Calls<typeof routes>
// @ts-expect-error: a call without its input
void client.getUser()
// @ts-expect-error: a parameter is missing
void client.getUser({ params: {} })
// @ts-expect-error: a parameter that the path does not name
void client.getUser({ params: { id: '1', org: 'a' } })
// @ts-expect-error: input that the route does not take
void client.getUser({ params: { id: '1' }, body: {} })
// @ts-expect-error: a body is missing
void client.createUser({})
// @ts-expect-error: a property of the body is missing
void client.createUser({ body: { name: 'Ada' } })
// @ts-expect-error: JSON has no Date
void client.createUser({ body: { name: 'Ada', born: new Date() } })
// @ts-expect-error: a name that no route has
void client.getUsers()

export async function results(): Promise<void> {
  const created = await client.createUser({ body: { name: 'Ada', born: '1815-12-10' } })
  // @ts-expect-error: the body is a union until the status is checked
  void created.body.id
  // @ts-expect-error: a status that the route cannot send
  if (created.status === 302) return
  // @ts-expect-error: a code that the route does not declare
  if (created.status === 409 && created.body.code === 'no_user') return
  const at = await client.now()
  // @ts-expect-error: a Date is received as a string
  if (at.status === 200) at.body.at.getTime()
}

// In process

// @ts-expect-error: a handler cannot be called directly
void hello.handler({}, {})
// @ts-expect-error: a service that the route needs
void call(getUser, {}, { params: { id: '1' } })
// @ts-expect-error: input that the route needs
void call(getUser, { db })
// @ts-expect-error: a service that the app needs
void createCaller(app, { db })
// @ts-expect-error: a parameter that the path does not name
void call(getUser, { db }, { params: { name: '1' } })

export const stale: Operations<typeof routes> = {
  createUser: 'POST /users',
  getUser: 'GET /users/:id',
  hello: 'GET /hello',
  now: 'GET /now',
  // @ts-expect-error: a line that is no longer an error
  removeUser: 'POST /users/:id',
}
