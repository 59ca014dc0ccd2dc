import { noContent, json, problem, redirect, route, text } from '@gimbal/core'

import { pause } from './probes.ts'
import { anyJson, fields } from './schemas.ts'

const Echo = fields({ route: 'text', id: 'text', query: 'any', body: 'text' })

export const getEcho = route({
  method: 'GET',
  path: '/echo/:id',
  responses: { 200: Echo },
  handler: async ({ params, query, bytes, reply }) => {
    const body = new TextDecoder().decode(await bytes())
    return reply(200, { route: 'echo', id: params.id, query: [...query], body })
  },
})

export const postEcho = route({
  method: 'POST',
  path: '/echo/:id',
  responses: { 200: Echo },
  handler: async ({ params, query, bytes, reply }) => {
    const body = new TextDecoder().decode(await bytes())
    return reply(200, { route: 'echo', id: params.id, query: [...query], body })
  },
})

export const getFiles = route({
  method: 'GET',
  path: '/files/*',
  responses: { 200: fields({ route: 'text', rest: 'any', query: 'any', body: 'text' }) },
  handler: ({ params, query, reply }) =>
    reply(200, { route: 'files', rest: params.rest, query: [...query], body: '' }),
})

export const getOnlyGet = route({
  method: 'GET',
  path: '/only-get',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'hello'),
})

export const getLater = route({
  method: 'GET',
  path: '/later',
  responses: { 200: text() },
  handler: async ({ reply }) => {
    await pause(100)
    return reply(200, 'later')
  },
})

export const getHeader = route({
  method: 'GET',
  path: '/headers/:name',
  responses: { 200: fields({ value: 'any' }) },
  handler: ({ params, headers, reply }) => reply(200, { value: headers.get(params.name) ?? null }),
})

export const getCookies = route({
  method: 'GET',
  path: '/cookies',
  responses: { 200: anyJson },
  handler: ({ cookies, reply }) => reply(200, [...cookies]),
})

export const getClient = route({
  method: 'GET',
  path: '/client',
  responses: { 200: fields({ ip: 'any' }) },
  handler: ({ client, reply }) => reply(200, { ip: client.ip ?? null }),
})

export const getPlace = route({
  method: 'GET',
  path: '/place/*',
  responses: { 200: fields({ method: 'text', path: 'text', basePath: 'text', operation: 'any' }) },
  handler: ({ method, path, basePath, operation, reply }) =>
    reply(200, { method, path, basePath, operation }),
})

export const getRedirect = route({
  method: 'GET',
  path: '/resp/redirect',
  query: fields({ to: 'text', external: 'optional text' }),
  responses: { 302: redirect, 400: problem('bad_redirect') },
  handler: ({ query, reply }) =>
    reply(302, query.to, {
      external: query.external === 'list' ? ['myapp'] : query.external !== undefined,
    }),
})

export const postCreated = route({
  method: 'POST',
  path: '/created',
  responses: { 201: fields({ id: 'text' }) },
  handler: ({ basePath, reply }) =>
    reply(201, { id: 'é 1' }, { location: `${basePath}/echo/é 1?a=b c` }),
})

export const putAny = route({
  method: 'PUT',
  path: '/any/:id',
  body: anyJson,
  responses: { 200: anyJson },
  handler: ({ body, reply }) => reply(200, body),
})

export const patchAny = route({
  method: 'PATCH',
  path: '/any/:id',
  body: json(anyJson, 'application/merge-patch+json'),
  responses: { 200: anyJson },
  handler: ({ body, reply }) => reply(200, body),
})

export const deleteAny = route({
  method: 'DELETE',
  path: '/any/:id',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204),
})

export const querySearch = route({
  method: 'QUERY',
  path: '/search',
  body: fields({ name: 'text' }),
  responses: { 200: fields({ name: 'text' }) },
  handler: ({ body, reply }) => reply(200, body),
})
