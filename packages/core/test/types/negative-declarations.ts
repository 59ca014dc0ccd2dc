// Mistakes in declarations, guards and services that must not compile. Nothing here runs.
import { routeFor, noContent, guard, problem, route } from '@gimbal/core'
import { z } from 'zod'
import { type Db, NewUser, signedIn, type User, UserView } from './sample.ts'

const get = { method: 'GET', path: '/users/:id' } as const
const ok = { 200: UserView }
const user: User = { id: '1', name: 'Ada' }
declare const never: never

// Declarations

export const lacking = route({
  ...get,
  // @ts-expect-error: the params schema names a parameter that the path does not have
  params: z.object({ userId: z.string() }),
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const head = route({
  // @ts-expect-error: core itself handles HEAD
  method: 'HEAD',
  path: '/',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})
export const misspelt = route({
  ...get,
  // @ts-expect-error: a misspelt required property
  response: ok,
  handler: ({ reply }) => reply(200, user),
})
export const misspeltOptional = route({
  ...get,
  // @ts-expect-error: a misspelt optional property
  boby: NewUser,
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
// @ts-expect-error: no responses
export const undeclared = route({ ...get, handler: ({ reply }) => reply(200, user) })
export const noSchema = route({
  ...get,
  // @ts-expect-error: a body that is not a schema
  body: { name: 'text' },
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const noSpec = route({
  ...get,
  // @ts-expect-error: a response that is neither a schema nor a declaration of core
  responses: { 200: 'text' },
  handler: () => never,
})
// @ts-expect-error: a problem's code is text
problem(404)

// Guards

export const clash = route({
  ...get,
  // @ts-expect-error: a guard with the name of a request field
  guards: { body: signedIn },
  responses: ok,
  handler: () => never,
})
export const hidden = route({
  ...get,
  // @ts-expect-error: a guard with the name of a body reader
  guards: { json: signedIn },
  responses: ok,
  handler: () => never,
})
export const list = route({
  ...get,
  // @ts-expect-error: guards need names, which an array does not have
  guards: [signedIn],
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const noGuard = route({
  ...get,
  // @ts-expect-error: a function is not a guard
  guards: { user: () => user },
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const guarded = route({
  ...get,
  guards: { user: signedIn },
  responses: ok,
  handler: ({ user: found, reply }) => {
    // @ts-expect-error: the guard's value has no such property
    void found.email
    // @ts-expect-error: the handler cannot reply with a status that only the guard declares
    return reply(401, 'unauthorized')
  },
})
guard({
  responses: { 401: problem('unauthorized') },
  check: ({ headers, reply }) => {
    // @ts-expect-error: a status that the guard does not declare
    if (headers.get('x-a')) return reply(403, 'unauthorized')
    // @ts-expect-error: a code that the guard does not declare
    return reply(401, 'forbidden')
  },
})
// @ts-expect-error: a guard with the name of a request field, in a group
route.with({ guards: { params: signedIn } })
const group = route.with({ guards: { user: signedIn } })
group({
  ...get,
  // @ts-expect-error: a guard with the name of a guard of the group
  guards: { user: signedIn },
  responses: ok,
  handler: () => never,
})
// @ts-expect-error: a guard with the name of a guard of the outer group
group.with({ guards: { user: signedIn } })

// Services

export const unannotated = route({
  ...get,
  responses: ok,
  // @ts-expect-error: services need an annotation or routeFor
  handler: (request, { db }) => request.reply(200, user),
})
routeFor<{ db: Db }>()({
  ...get,
  responses: ok,
  // @ts-expect-error: a service that the app does not have
  handler: ({ reply }, { mailer }) => reply(200, user),
})
