import { createApp, route } from '@gimbal/core'
import { addUser, findUser, Health, NewUser, UserQuery, UserView } from './data.ts'

const health = route({
  method: 'GET',
  path: '/health',
  responses: { 200: Health },
  handler: ({ reply }) => reply(200, { status: 'ok' }),
})

const getUser = route({
  method: 'GET',
  path: '/users/:id',
  query: UserQuery,
  responses: { 200: UserView },
  handler: ({ params, query, reply }) => reply(200, findUser(params.id, query.fields)),
})

const createUser = route({
  method: 'POST',
  path: '/users',
  body: NewUser,
  responses: { 201: UserView },
  handler: ({ body, basePath, reply }) => {
    const user = addUser(body)
    return reply(201, user, { location: `${basePath}/users/${user.id}` })
  },
})

/** The app that runs on each host through an adapter. */
export const app = createApp({ routes: { health, getUser, createUser } })
