// What the contract infers. Nothing here runs: each line compiles or does not.
import {
  bytes,
  createRouter,
  defineProblem,
  empty,
  form,
  guard,
  json,
  problem,
  redirect,
  route,
  stream,
  strips,
  text,
  type Answer,
  type ByteSource,
  type HeaderReader,
  type HttpRequest,
  type PathParams,
  type Problem,
  type Query,
} from '@gimbal/core'
import { z } from 'zod'
import { same } from './equal.ts'
import { type Auth, type Db, NewUser, signedIn, type User, UserView } from './sample.ts'

const responses = { 204: empty }
const done = ({ reply }: { reply: (status: 204) => Answer<204> }): Answer<204> => reply(204)

// Params come from the path.
same<PathParams<'/'>, {}>()
same<PathParams<'/users/:id'>, { readonly id: string }>()
same<PathParams<'/a/:one/b/:two'>, { readonly one: string; readonly two: string }>()
same<PathParams<'/files/*'>, { readonly rest: readonly string[] }>()
same<PathParams<string>, { readonly [name: string]: string }>()

export const fromPath = route({
  method: 'GET',
  path: '/orgs/:org/files/*',
  responses,
  handler: ({ params, query, headers, body, reply }) => {
    same<typeof params, { readonly org: string; readonly rest: readonly string[] }>()
    same<typeof query, Query>()
    same<typeof headers, HeaderReader & {}>()
    same<typeof body, undefined>()
    same<Parameters<typeof reply>[0], 204>()
    return reply(204)
  },
})
same<(typeof fromPath)['~types']['path'], '/orgs/:org/files/*'>()
same<(typeof fromPath)['~types']['method'], 'GET'>()
same<(typeof fromPath)['~services'], {}>()

// Schemas give what they return to handlers and what they take to clients.
export const validated = route({
  method: 'POST',
  path: '/users/:id',
  params: z.object({ id: z.coerce.number<string>() }),
  query: z.object({ limit: z.coerce.number<string>().default(20), all: z.stringbool().optional() }),
  headers: z.object({ 'x-tenant': z.string() }),
  body: NewUser,
  responses: { 201: UserView },
  handler: ({ params, query, headers, body, reply }) => {
    same<typeof params, { id: number }>()
    same<typeof query, { limit: number; all?: boolean | undefined }>()
    same<(typeof headers)['x-tenant'], string>()
    same<ReturnType<typeof headers.get>, string | undefined>()
    same<typeof body, { name: string; born: Date }>()
    return reply(201, { id: params.id.toFixed(), name: body.name })
  },
})
same<
  (typeof validated)['~types'],
  {
    method: 'POST'
    path: '/users/:id'
    input: {
      readonly params: { id: string }
      readonly query?: { limit?: string | undefined; all?: string | undefined }
      readonly headers: { 'x-tenant': string }
      readonly body: { name: string; born: string }
    }
    responses: { readonly 201: { id: string; name: string } }
  }
>()

// Bodies that are not JSON, or JSON by another name.
const bodyOf = { method: 'POST', path: '/body', responses } as const
export const textBody = route({
  ...bodyOf,
  body: text('text/csv'),
  handler: ({ body, reply }) => (same<typeof body, string>(), reply(204)),
})
export const bytesBody = route({
  ...bodyOf,
  body: bytes('image/png'),
  handler: ({ body, reply }) => (same<typeof body, Uint8Array>(), reply(204)),
})
export const streamBody = route({
  ...bodyOf,
  body: stream(),
  handler: ({ body, reply }) => (same<typeof body, AsyncIterable<Uint8Array>>(), reply(204)),
})
export const formBody = route({
  ...bodyOf,
  body: form(z.object({ age: z.coerce.number<string>() })),
  handler: ({ body, reply }) => (same<typeof body, { age: number }>(), reply(204)),
})
export const jsonBody = route({
  ...bodyOf,
  body: json(NewUser, 'application/merge-patch+json'),
  handler: ({ body, reply }) => (same<typeof body, { name: string; born: Date }>(), reply(204)),
})
type Sent<R extends { readonly '~types': { readonly input: unknown } }> = R['~types']['input']
same<Sent<typeof textBody>, { readonly body: string }>()
same<Sent<typeof bytesBody>, { readonly body: Uint8Array }>()
same<Sent<typeof streamBody>, { readonly body: ByteSource | Uint8Array | string }>()
same<Sent<typeof formBody>, { readonly body: { age: string } }>()
same<Sent<typeof jsonBody>, { readonly body: { name: string; born: string } }>()

// Answers: every kind of declaration, and what a client receives for it.
const outOfStock = defineProblem('out_of_stock', 409)
export const answers = route({
  method: 'GET',
  path: '/answers',
  responses: {
    200: z.object({ role: z.enum(['admin', 'member']), at: z.date() }),
    201: text(),
    202: bytes('image/png'),
    203: stream('text/event-stream'),
    204: empty,
    206: strips(UserView),
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

// Guards: values under their names, answers and services joined to the route's.
const visitor = guard({
  responses: {},
  check: ({ headers }): User | undefined =>
    headers.get('x-user') ? { id: '1', name: 'Ada' } : undefined,
})
const tenant = guard({
  responses: { 404: problem('no_tenant') },
  check: ({ headers, reply }) => headers.get('x-tenant') ?? reply(404, 'no_tenant'),
})
same<(typeof signedIn)['~value'], User>()
same<(typeof visitor)['~value'], User | undefined>()

export const guarded = route({
  method: 'GET',
  path: '/guarded',
  guards: { user: signedIn, guest: visitor, tenant },
  responses: { 204: empty, 404: problem('no_user') },
  handler: ({ user, guest, tenant: name, reply }, { db }: { db: Db }) => {
    same<typeof user, User>()
    same<typeof guest, User | undefined>()
    same<typeof name, string>()
    same<typeof db, Db>()
    return reply(204)
  },
})
same<
  (typeof guarded)['~types']['responses'],
  {
    readonly 204: undefined
    readonly 401: Problem<'unauthorized' | 'expired'>
    readonly 404: Problem<'no_user'> | Problem<'no_tenant'>
  }
>()
same<(typeof guarded)['~services'], { readonly auth: Auth; readonly db: Db }>()

// Groups: prefix and guards are those of every route made with them.
const inOrg = route.with({ prefix: '/orgs/:org', guards: { user: signedIn } })
const inTeam = inOrg.with({ prefix: '/teams/:team', guards: { tenant } })
export const grouped = inTeam({
  method: 'GET',
  path: '/members/:id',
  params: z.object({ org: z.string(), id: z.coerce.number<string>() }),
  responses,
  handler: ({ params, user, tenant: name, reply }) => {
    same<typeof params, { org: string; id: number }>()
    same<typeof user, User>()
    same<typeof name, string>()
    return reply(204)
  },
})
same<(typeof grouped)['~types']['path'], '/orgs/:org/teams/:team/members/:id'>()
same<(typeof grouped)['~services'], { readonly auth: Auth }>()

// Services without annotation, for all routes of an app at once.
const appRoute = createRouter<{ db: Db; auth: Auth }>()
export const unannotated = appRoute({
  method: 'GET',
  path: '/',
  responses,
  handler: ({ reply }, services) => {
    same<typeof services, { db: Db; auth: Auth }>()
    return reply(204)
  },
})
export const narrower = appRoute({
  method: 'GET',
  path: '/',
  responses,
  handler: ({ reply }, { db }: { db: Db }) => (same<typeof db, Db>(), reply(204)),
})
same<(typeof narrower)['~services'], { db: Db }>()

// The order of properties, a method and a function from elsewhere change nothing.
export const backwards = route({
  handler({ params, body, user, reply }) {
    same<typeof params, { readonly id: string }>()
    same<typeof body, { name: string; born: Date }>()
    same<typeof user, User>()
    return reply(200, { id: params.id, name: user.name })
  },
  responses: { 200: UserView },
  guards: { user: signedIn },
  body: NewUser,
  path: '/users/:id',
  method: 'PUT',
})
export const elsewhere = route({ method: 'GET', path: '/', responses, handler: done })
export const annotated = route({
  method: 'GET',
  path: '/',
  responses: { 200: UserView, 404: problem('no_user') },
  handler: async ({ reply }): Promise<Answer<200 | 404>> => {
    await Promise.resolve()
    return reply(404, 'no_user')
  },
})

// A request is an interface: helpers take the slice they use.
const bearerOf = ({ headers }: Pick<HttpRequest, 'headers'>): string | undefined =>
  headers.get('authorization')
export const helped = route({
  method: 'GET',
  path: '/',
  responses: { 200: text() },
  handler: (request) => request.reply(200, bearerOf(request) ?? 'none'),
})
