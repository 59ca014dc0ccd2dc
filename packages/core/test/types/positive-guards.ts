// What guards, groups and services add to a handler. Nothing here runs; it must compile.
import {
  routeFor,
  noContent,
  guard,
  problem,
  route,
  text,
  type Answer,
  type BaseRequest,
  type HttpRequest,
  type Problem,
} from '@gimbal/core'
import { bearer } from '@gimbal/core/middleware'
import { z } from 'zod'
import { same } from './equal.ts'
import { type Auth, type Db, NewUser, signedIn, type User, UserView } from './sample.ts'

const responses = { 204: noContent }

// Guards: values by name; their responses and services are added to those of the route.
export const visitor = guard({
  responses: {},
  check: ({ headers }): User | undefined =>
    headers.get('x-user') ? { id: '1', name: 'Ada' } : undefined,
})
export const tenant = guard({
  responses: { 404: problem('no_tenant') },
  check: ({ headers, reply }) => headers.get('x-tenant') ?? reply(404, 'no_tenant'),
})
same<(typeof signedIn)['~value'], User>()
same<(typeof visitor)['~value'], User | undefined>()

export const guarded = route({
  method: 'GET',
  path: '/guarded',
  guards: { user: signedIn, guest: visitor, tenant },
  responses: { 204: noContent, 404: problem('no_user') },
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

const withToken = bearer({ verify: (token, { db }: { db: Db }) => db.find(token) })
same<(typeof withToken)['~value'], User>()
same<(typeof withToken)['~services'], { db: Db }>()
same<keyof (typeof withToken)['responses'], 401>()

// Groups: their prefix and guards apply to each of their routes.
export const inOrg = route.with({ prefix: '/orgs/:org', guards: { user: signedIn } })
export const inTeam = inOrg.with({ prefix: '/teams/:team', guards: { tenant } })
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

// Services without annotation, for all routes of an app.
export const appRoute = routeFor<{ db: Db; auth: Auth }>()
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

// The order of properties, a method as handler and a handler defined elsewhere work too.
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
const done = ({ reply }: { reply: (status: 204) => Answer<204> }): Answer<204> => reply(204)
export const elsewhere = route({ method: 'GET', path: '/', responses, handler: done })

// Helpers accept the request of any route, or the part that they use.
const addressOf = (request: HttpRequest): string => request.client.ip ?? request.id
const bearerOf = ({ headers }: Pick<BaseRequest, 'headers'>): string | undefined =>
  headers.get('authorization')
export const helped = route({
  method: 'POST',
  path: '/users/:id',
  query: z.object({ all: z.string() }),
  headers: z.object({ 'x-tenant': z.string() }),
  body: NewUser,
  guards: { user: signedIn },
  responses: { 200: text(), 404: problem('no_user') },
  handler: (request) => request.reply(200, bearerOf(request) ?? addressOf(request)),
})
