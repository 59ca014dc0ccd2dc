// The types of an app, its hosts and its clients.
import {
  createCaller,
  call,
  createApp,
  route,
  text,
  type App,
  type Calls,
  type CoreStatus,
  type Middleware,
  type Operations,
  type Problem,
  type Result,
  type RouteData,
} from '@gimbal/core'
import { z } from 'zod'
import { same } from './equal.ts'
import { toHost } from './host.ts'
import * as routes from './routes.ts'
import { type Auth, createUser, type Db, getUser, now, type User } from './sample.ts'

declare const auth: Auth
declare const db: Db
declare const clock: { readonly now: () => Date }

// An app needs all services of its routes and middleware.
export const app = createApp({ routes })
same<typeof app, App<typeof routes, { readonly auth: Auth; readonly db: Db }>>()
export const bare = createApp({ routes: { hello: routes.hello } })
const timed: Middleware<{ clock: typeof clock }> = (_request, _services, next) => next()
const plain: Middleware = (_request, _services, next) => next()
export const withClock = createApp({ routes, use: [plain, timed] })

const erased: RouteData = routes.hello
const mixed = createApp({ routes: { erased, getUser } })
same<(typeof mixed)['~services'], { readonly db: Db }>()

// Hosts accept values or providers, and no options if no services are needed.
toHost(app, { services: { auth, db } })
toHost(withClock, { services: { auth, db, clock } })
toHost(bare)
toHost(bare, { basePath: '/api' })
const Env = z.object({ DATABASE_URL: z.url(), PORT: z.coerce.number() })
toHost(app, {
  services: {
    auth: { lifetime: 'request', create: (_env, request) => authOf(request.platform) },
    db: {
      lifetime: 'process',
      create: async (env) => {
        same<typeof env, { DATABASE_URL: string; PORT: number }>()
        return connect(env.DATABASE_URL)
      },
      dispose: (made) => {
        same<typeof made, Db>()
        return made.close()
      },
    },
  },
  env: Env,
  onNotFound: 'next',
})
declare function authOf(platform: unknown): Auth
declare function connect(url: string): Promise<Db>

// A service with a method `create` is a value; the parameters of a provider's `create` stay typed.
interface Repository {
  readonly create: (name: string) => Promise<User>
}
declare const repository: Repository
const usesRepository = route({
  method: 'POST',
  path: '/made',
  responses: { 200: text() },
  handler: async ({ reply }, { users }: { users: Repository }) =>
    reply(200, (await users.create('Ada')).id),
})
export const making = createApp({ routes: { usesRepository } })
toHost(making, { services: { users: repository } })
toHost(making, {
  env: Env,
  services: {
    users: {
      lifetime: 'process',
      create: (env) => (same<(typeof env)['PORT'], number>(), repository),
    },
  },
})

// A service that is optional may be undefined, unless another route needs it.
const optional = route({
  method: 'GET',
  path: '/optional',
  responses: { 200: text() },
  handler: ({ reply }, { cache }: { cache?: Map<string, string> }) =>
    reply(200, cache?.get('a') ?? ''),
})
const needing = route({
  method: 'GET',
  path: '/needing',
  responses: { 200: text() },
  handler: ({ reply }, { cache }: { cache: Map<string, string> }) =>
    reply(200, cache.get('a') ?? ''),
})
toHost(createApp({ routes: { optional } }), { services: { cache: undefined } })
export const caching = createApp({ routes: { optional, needing } })
same<(typeof caching)['~services'], { readonly cache: Map<string, string> }>()

// Clients: the input, and the union of results.
type Client = Calls<typeof routes>
same<Parameters<Client['getUser']>[0]['params'], { readonly id: string | number }>()
same<Parameters<Client['createUser']>[0]['body'], { name: string; born: string }>()

export async function use(client: Client): Promise<string> {
  const created = await client.createUser({ body: { name: 'Ada', born: '1815-12-10' } })
  switch (created.status) {
    case 201:
      same<typeof created.body, { id: string; name: string }>()
      break
    case 401:
      same<typeof created.body, Problem<'unauthorized' | 'expired'>>()
      break
    case 409:
      same<typeof created.body, Problem<'name_taken'>>()
      break
    default:
      same<typeof created.status, CoreStatus>()
      same<typeof created.body, Problem>()
  }
  const found = await client.getUser({ params: { id: 7 }, headers: { 'x-a': '1' } })
  // A status that the route declares has the route's type, even if core may send it too.
  if (found.status === 404) same<typeof found.body, Problem<'no_user'>>()
  if (found.status === 422) same<typeof found, Result<Exclude<CoreStatus, 404>, Problem>>()
  const removed = await client.removeUser({ params: { id: '7' } })
  if (removed.status === 204) same<typeof removed.body, undefined>()
  const greeted = await client.hello()
  if (greeted.status === 200) same<typeof greeted.body, string>()
  await client.hello({ query: { name: 'Ada' } })
  const at = await client.now()
  return at.status === 200 ? at.body.at.slice(0, 4) : at.body.code
}

// In process: the same results, with the services that the route needs.
export async function inProcess(): Promise<void> {
  const found = await call(getUser, { db }, { params: { id: '7' } })
  if (found.status === 200) same<typeof found.body, { id: string; name: string }>()
  await call(createUser, { db, auth }, { body: { name: 'Ada', born: '1815-12-10' } })
  const at = await call(now, {})
  if (at.status === 200) same<typeof at.body, { at: string }>()
}

export async function throughTheApp(): Promise<void> {
  const created = await createCaller(app, { db, auth }).createUser({
    body: { name: 'Ada', born: '1815' },
  })
  if (created.status === 201) same<typeof created.body, { id: string; name: string }>()
}

// The table of operations of a client.
same<
  Operations<typeof routes>,
  {
    readonly createUser: 'POST /users'
    readonly getUser: 'GET /users/:id'
    readonly hello: 'GET /hello'
    readonly now: 'GET /now'
    readonly removeUser: 'DELETE /users/:id'
  }
>()
