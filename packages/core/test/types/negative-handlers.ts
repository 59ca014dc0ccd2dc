// Mistakes in handlers that must not compile. Nothing here runs.
import {
  defineProblem,
  noContent,
  form,
  problem,
  redirect,
  route,
  sse,
  text,
  type Answer,
} from '@gimbal/core'
import { z } from 'zod'
import { type User, UserView } from './sample.ts'

const get = { method: 'GET', path: '/users/:id' } as const
const ok = { 200: UserView }
const user: User = { id: '1', name: 'Ada' }

// Responses

export const answers = route({
  ...get,
  responses: {
    200: z.object({ id: z.string(), role: z.enum(['admin', 'member']) }),
    202: text(),
    204: noContent,
    302: redirect,
    404: problem('no_user', defineProblem('no_org', 404)),
    409: problem('taken'),
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
    // @ts-expect-error: one of two statuses takes another body
    if (query.get('p')) return reply(query.get('q') ? 200 : 202, 'text')
    // @ts-expect-error: one of two statuses has another code
    if (query.get('r')) return reply(query.get('s') ? 404 : 409, 'no_user')
    return reply(204)
  },
})

export const events = route({
  ...get,
  responses: { 200: sse(), 202: sse(UserView) },
  handler: ({ query, reply }) => {
    // @ts-expect-error: a single event is not an iterable of events
    if (query.get('a')) return reply(200, { data: 'text' })
    // @ts-expect-error: strings are not events
    if (query.get('b')) return reply(200, ['text'])
    // @ts-expect-error: an event needs data
    if (query.get('c')) return reply(200, [{ event: 'tick' }])
    // @ts-expect-error: an unknown property of an event, in a fresh literal
    if (query.get('d')) return reply(200, [{ data: 'text', name: 'tick' }])
    // @ts-expect-error: an id is a string
    if (query.get('e')) return reply(200, [{ data: 'text', id: 7 }])
    // @ts-expect-error: retry is a number
    if (query.get('f')) return reply(200, [{ data: 'text', retry: '7' }])
    // @ts-expect-error: JSON has no bigint
    if (query.get('g')) return reply(200, [{ data: 7n }])
    // @ts-expect-error: a property of the data is missing
    if (query.get('h')) return reply(202, [{ data: { id: '1' } }])
    // @ts-expect-error: the events are missing
    if (query.get('i')) return reply(200)
    return reply(202, [])
  },
})
export const eventsIn = route({
  method: 'POST',
  path: '/events',
  // @ts-expect-error: sse() cannot declare a request body
  body: sse(),
  responses: ok,
  handler: ({ reply }) => reply(200, user),
})
// @ts-expect-error: an option that does not exist
export const misspelt = sse({ keepalive: 5 })

export const handMade = route({
  ...get,
  responses: ok,
  // @ts-expect-error: a return that reply() did not make
  handler: () => ({ status: 200, headers: [], body: user }),
})
export const bare = route({
  ...get,
  responses: ok,
  // @ts-expect-error: returns the body itself
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
  // @ts-expect-error: nothing returned on one of two branches
  handler: ({ params, reply }) => {
    if (params.id !== '') return reply(200, user)
  },
})
export const foreign = route({
  ...get,
  responses: ok,
  // @ts-expect-error: the response of another route
  handler: (): Answer<202> => ({}) as Answer<202>,
})

// Requests

export const requests = route({
  ...get,
  responses: ok,
  handler: ({ params, query, body, headers, reply, ...rest }) => {
    // @ts-expect-error: a parameter that the path does not name
    void params.org
    // @ts-expect-error: no body is declared
    void body.name
    // @ts-expect-error: without a schema, query values are read by name
    void query.limit
    // @ts-expect-error: without a schema, headers are read by name
    void headers.authorization
    // @ts-expect-error: this route has no guard with the name user
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
    // @ts-expect-error: the rest of a path is a list of segments, not a string
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
    // @ts-expect-error: the schema converts it to a number
    params.id.toUpperCase()
    // @ts-expect-error: the form's schema does not name it
    void body.name
    return reply(200, user)
  },
})
