import { route } from '@gimbal/core'

import { anyJson, fields, texts } from './schemas.ts'

export const postChecked = route({
  method: 'POST',
  path: '/checked/:id',
  params: fields({ id: 'digits' }),
  query: fields({ page: 'digits', size: 'digits' }),
  headers: fields({ 'x-kit': 'text' }),
  body: fields({ name: 'text', age: 'number' }),
  responses: {
    200: fields({ id: 'text', page: 'text', kit: 'text', name: 'text', age: 'number' }),
  },
  handler: ({ params, query, headers, body, reply }) =>
    reply(200, { id: params.id, page: query.page, kit: headers['x-kit'], ...body }),
})

export const getSearch = route({
  method: 'GET',
  path: '/search',
  query: anyJson,
  responses: { 200: anyJson },
  handler: ({ query, reply }) => reply(200, query),
})

export const postTexts = route({
  method: 'POST',
  path: '/texts',
  body: texts,
  responses: { 200: fields({ count: 'number' }) },
  handler: ({ body, reply }) => reply(200, { count: body.length }),
})
