import { guard, HttpError, route } from '@gimbal/core'

import { pause } from './probes.ts'
import { fields } from './schemas.ts'

/** Accepts every credential, after a random delay. */
const someone = guard({
  responses: {},
  check: async ({ headers }) => {
    const name = headers.get('authorization')
    await pause(Math.random() * 4)
    if (name === undefined) throw new HttpError(401)
    return { name }
  },
})

/** Returns all parts of the request that identify the client, read at different times. */
export const postIdentity = route({
  method: 'POST',
  path: '/live/identities/:id',
  guards: { someone },
  body: fields({ id: 'text' }),
  responses: {
    200: fields({
      path: 'text',
      query: 'any',
      user: 'text',
      cookie: 'any',
      body: 'text',
      id: 'text',
    }),
  },
  handler: async (request) => {
    const { params, reply, body } = request
    await pause(Math.random() * 4)
    const { cookies, query, someone, id } = request
    return reply(200, {
      path: params.id,
      query: query.get('id') ?? null,
      user: someone.name,
      cookie: cookies.get('id') ?? null,
      body: body.id,
      id,
    })
  },
})
