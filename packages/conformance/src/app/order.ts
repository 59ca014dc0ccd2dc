import { text, route } from '@gimbal/core'

// The least favourable order of registration, which must not matter.
export const orderRest = route({
  method: 'GET',
  path: '/order/*',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `rest ${JSON.stringify(params.rest)}`),
})

export const orderNameEnd = route({
  method: 'GET',
  path: '/order/:name/end',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `name ${params.name}, end`),
})

export const orderName = route({
  method: 'GET',
  path: '/order/:name',
  responses: { 200: text() },
  handler: ({ params, reply }) => reply(200, `name ${params.name}`),
})

export const orderStaticOther = route({
  method: 'GET',
  path: '/order/static/other',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'static other'),
})

export const orderStatic = route({
  method: 'GET',
  path: '/order/static',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'static'),
})

export const orderStaticPost = route({
  method: 'POST',
  path: '/order/static',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'static post'),
})
