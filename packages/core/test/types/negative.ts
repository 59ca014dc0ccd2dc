// Mistakes that do not compile, each with its name. Nothing here runs.
import {
  createRouter,
  defineProblem,
  empty,
  form,
  guard,
  problem,
  redirect,
  route,
  text,
  type Answer,
} from '@gimbal/core'
import { z } from 'zod'
import { type Db, NewUser, signedIn, type User, UserView } from './sample.ts'

const get = { method: 'GET', path: '/users/:id' } as const
const ok = { 200: UserView }
const user: User = { id: '1', name: 'Ada' }
declare const never: never

// Answers

export const answers = route({
  ...get,
  responses: {
    200: z.object({ id: z.string(), role: z.enum(['admin', 'member']) }),
    202: text(),
    204: empty,
    302: redirect,
    404: problem('no_user', defineProblem('no_org', 404)),
  },
  handler: ({ query, reply }) => {
    // @ts-expect-error: a status that the route does not declare
    if (query.get('a')) return reply(201, user)
    // @ts-expect-error: a property of the body is missing
    if (query.get('b')) return reply(200, { id: '1' })
    // @ts-expect-error: a property of the wrong type
    if (query.get('c')) return reply(200, { id: 1, role: 'admin' })
    // @ts-expect-error: not a member of the enum
    if (query.get('d')) return reply(200, { id: '1', role: 'owner' })
    // @ts-expect-error: a property that the schema does not name, in a fresh literal
    if (query.get('e')) return reply(200, { id: '1', role: 'admin', hash: 'x' })
    // @ts-expect-error: no body where one is declared
    if (query.get('f')) return reply(200)
    // @ts-expect-error: a problem code that the route does not declare
    if (query.get('g')) return reply(404, 'no_team')
    // @ts-expect-error: a problem without its code
    if (query.get('h')) return reply(404)
    // @ts-expect-error: a problem's code is not its body
    if (query.get('i')) return reply(404, { code: 'no_user' })
    // @ts-expect-error: a body where none is declared
    if (query.get('j')) return reply(204, user)
    // @ts-expect-error: a redirect without its target
    if (query.get('k')) return reply(302)
    // @ts-expect-error: an object where text is declared
    if (query.get('l')) return reply(202, user)
    // @ts-expect-error: an option that does not exist
    if (query.get('m')) return reply(204, undefined, { header: { 'x-a': '1' } })
    // @ts-expect-error: only problems have a detail
    if (query.get('n')) return reply(202, 'text', { detail: 'more' })
    // @ts-expect-error: a header's value is text
    if (query.get('o')) return reply(204, undefined, { headers: { 'x-a': 1 } })
    return reply(204)
  },
})

export const handMade = route({
  ...get,
  responses: ok,
  // @ts-expect-error: a return that reply() did not make
  handler: () => ({ status: 200, headers: [], body: user }),
})
export const bare = route({
  ...get,
  responses: ok,
  // @ts-expect-error: the body itself
  handler: () => user,
})
export const nothing = route({
  ...get,
  responses: ok,
  // @ts-expect-error: nothing returned
  handler: ({ reply }) => {
    reply(200, user)
  },
})
export const sometimes = route({
  ...get,
  responses: ok,
  // @ts-expect-error: nothing returned on one of two ways
  handler: ({ params, reply }) => {
    if (params.id !== '') return reply(200, user)
  },
})
export const foreign = route({
  ...get,
  responses: ok,
  // @ts-expect-error: the answer of another route
  handler: (): Answer<202> => ({}) as Answer<202>,
})

// Requests

export const requests = route({
  ...get,
  responses: ok,
  handler: ({ params, query, body, headers, reply, ...rest }) => {
    // @ts-expect-error: a parameter that the path does not name
    void params.org
    // @ts-expect-error: nothing is declared to be in the body
    void body.name
    // @ts-expect-error: without a schema, query values are read by name
    void query.limit
    // @ts-expect-error: without a schema, headers are read by name
    void headers.authorization
    // @ts-expect-error: no guard gives a user here
    void rest.user
    return reply(200, user)
  },
})
export const changed = route({
  ...get,
  responses: ok,
  handler: (request) => {
    // @ts-expect-error: a request cannot be changed
    request.id = 'mine'
    return request.reply(200, user)
  },
})
export const wildcard = route({
  method: 'GET',
  path: '/files/*',
  responses: ok,
  handler: ({ params, reply }) => {
    // @ts-expect-error: the rest of a path is its segments, not text
    const rest: string = params.rest
    return reply(200, { id: rest, name: '' })
  },
})
export const validated = route({
  ...get,
  params: z.object({ id: z.coerce.number<string>() }),
  body: form(z.object({ age: z.coerce.number<string>() })),
  responses: ok,
  handler: ({ params, body, reply }) => {
    // @ts-expect-error: the schema made it a number
    params.id.toUpperCase()
    // @ts-expect-error: the form's schema does not name it
    void body.name
    return reply(200, user)
  },
})
export const lacking = route({
  ...get,
  // @ts-expect-error: the params schema names what the path lacks
  params: z.object({ userId: z.string() }),
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})

// Declarations

export const head = route({
  // @ts-expect-error: HEAD is answered by core
  method: 'HEAD',
  path: '/',
  responses: { 204: empty },
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
  // @ts-expect-error: a body that is no schema
  body: { name: 'text' },
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const noSpec = route({
  ...get,
  // @ts-expect-error: a response that is neither a schema nor one of ours
  responses: { 200: 'text' },
  handler: () => never,
})
// @ts-expect-error: a problem's code is text
problem(404)

// Guards

export const clash = route({
  ...get,
  // @ts-expect-error: a guard under a name of the request's own
  guards: { body: signedIn },
  responses: ok,
  handler: () => never,
})
export const list = route({
  ...get,
  // @ts-expect-error: guards have names, an array gives none
  guards: [signedIn],
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
export const noGuard = route({
  ...get,
  // @ts-expect-error: a function is no guard
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
    // @ts-expect-error: a guard's status is the guard's to answer with
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
// @ts-expect-error: the same clash in a group
route.with({ guards: { params: signedIn } })

// Services

export const unannotated = route({
  ...get,
  responses: ok,
  // @ts-expect-error: services are annotated, or given by createRouter
  handler: (request, { db }) => request.reply(200, user),
})
createRouter<{ db: Db }>()({
  ...get,
  responses: ok,
  // @ts-expect-error: a service that the app does not have
  handler: ({ reply }, { mailer }) => reply(200, user),
})
