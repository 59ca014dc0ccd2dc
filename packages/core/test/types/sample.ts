import { noContent, guard, problem, route, text } from '@gimbal/core'
import { z } from 'zod'

export interface User {
  readonly id: string
  readonly name: string
}
export interface Db {
  readonly find: (id: string) => Promise<User | undefined>
  readonly save: (name: string) => Promise<User>
  readonly close: () => Promise<void>
}
export interface Auth {
  readonly verify: (token: string | undefined) => Promise<User | undefined>
}

export const NewUser = z.object({
  name: z.string(),
  born: z.string().transform((at) => new Date(at)),
})
export const UserView = z.object({ id: z.string(), name: z.string() })

export const signedIn = guard({
  responses: { 401: problem('unauthorized', 'expired') },
  check: async ({ headers, reply }, { auth }: { auth: Auth }) =>
    (await auth.verify(headers.get('authorization'))) ?? reply(401, 'unauthorized'),
})

export const createUser = route({
  method: 'POST',
  path: '/users',
  body: NewUser,
  guards: { user: signedIn },
  responses: { 201: UserView, 409: problem('name_taken') },
  handler: async ({ body, reply }, { db }: { db: Db }) => {
    if (body.born > new Date()) return reply(409, 'name_taken')
    return reply(201, await db.save(body.name))
  },
})

export const getUser = route({
  method: 'GET',
  path: '/users/:id',
  responses: { 200: UserView, 404: problem('no_user') },
  handler: async ({ params, reply }, { db }: { db: Db }) => {
    const user = await db.find(params.id)
    return user ? reply(200, user) : reply(404, 'no_user')
  },
})

export const removeUser = route({
  method: 'DELETE',
  path: '/users/:id',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})

export const hello = route({
  method: 'GET',
  path: '/hello',
  query: z.object({ name: z.string().default('you') }),
  responses: { 200: text() },
  handler: ({ query, reply }) => reply(200, `Hello, ${query.name}!`),
})

export const now = route({
  method: 'GET',
  path: '/now',
  responses: { 200: z.object({ at: z.date() }) },
  handler: ({ reply }) => reply(200, { at: new Date() }),
})
