import { bytes, noContent, HttpError, problem, route, text } from '@gimbal/core'

import { carelessAnswers } from './careless-answers.ts'
import { anyJson, fields } from './schemas.ts'

/** Responses that typed handlers cannot create, by name. */
export const getResponse = route({
  method: 'GET',
  path: '/resp/:case',
  responses: { 200: text(), 404: problem('not_found') },
  handler: async ({ params, reply }) => {
    const make = carelessAnswers.get(params.case)
    return make === undefined ? reply(404, 'not_found') : ((await make()) as never)
  },
})

export const getTwoCookies = route({
  method: 'GET',
  path: '/resp/setcookie2',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'ok', {
      headers: {
        'set-cookie': ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/'],
      },
    }),
})

export const getHtml = route({
  method: 'GET',
  path: '/resp/html',
  responses: { 200: text('text/html;charset=UTF-8') },
  handler: ({ reply }) => reply(200, '<p>é</p>'),
})

export const getPage = route({
  method: 'GET',
  path: '/resp/page',
  responses: { 200: text('text/html') },
  handler: ({ reply }) => reply(200, '<p>é</p>'),
})

/** Work after the response that is not a promise; it must not fail the response. */
export const getLateNothing = route({
  method: 'GET',
  path: '/resp/late-nothing',
  responses: { 200: text() },
  handler: ({ reply, waitUntil }) => {
    waitUntil(undefined as never)
    waitUntil({ then: (resolve: () => void) => resolve() } as never)
    return reply(200, 'hello')
  },
})

export const getBytes = route({
  method: 'GET',
  path: '/resp/bytes',
  responses: { 200: bytes() },
  handler: ({ reply }) => reply(200, new Uint8Array([0, 1, 254, 255, 13, 10])),
})

export const getPng = route({
  method: 'GET',
  path: '/resp/png',
  responses: { 200: bytes('image/png') },
  handler: ({ reply }) => reply(200, new Uint8Array([0x89, 0x50, 0x4e, 0x47])),
})

export const getEmptyText = route({
  method: 'GET',
  path: '/resp/empty-text',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, ''),
})

export const getDate = route({
  method: 'GET',
  path: '/resp/date',
  responses: { 200: anyJson },
  handler: ({ reply }) =>
    reply(200, { at: new Date(0), gone: undefined, none: null, text: '\u2028é' }),
})

export const getJsonString = route({
  method: 'GET',
  path: '/resp/json-string',
  responses: { 200: anyJson },
  handler: ({ reply }) => reply(200, 'a "string"'),
})

/** The row has a column that the schema must strip. */
export const getStripped = route({
  method: 'GET',
  path: '/resp/stripped',
  responses: { 200: fields({ id: 'number' }) },
  handler: ({ reply }) => {
    const row = { id: 1, passwordHash: 'secret' }
    return reply(200, row)
  },
})

export const getUndeclaredShape = route({
  method: 'GET',
  path: '/resp/other-shape',
  responses: { 200: fields({ id: 'number' }) },
  handler: ({ reply }) => reply(200, { id: 'one' } as never),
})

export const getUndeclaredStatus = route({
  method: 'GET',
  path: '/resp/other-status',
  responses: { 200: text() },
  handler: ({ reply }) => (reply as unknown as (status: number, body: string) => never)(201, 'x'),
})

export const getEmpty = route({
  method: 'GET',
  path: '/resp/empty',
  responses: { 204: noContent },
  handler: ({ reply }) => reply(204, undefined, { headers: { 'x-kit': 'kept' } }),
})

export const getEmptyAccepted = route({
  method: 'GET',
  path: '/resp/empty-202',
  responses: { 202: noContent },
  handler: ({ reply }) => reply(202),
})

export const getTagged = route({
  method: 'GET',
  path: '/resp/etag',
  responses: { 200: text() },
  handler: ({ reply }) =>
    reply(200, 'tagged', {
      headers: { ETag: '"v1"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' },
    }),
})

export const getConflict = route({
  method: 'GET',
  path: '/resp/conflict',
  responses: { 409: problem('teapot_empty') },
  handler: ({ reply }) =>
    reply(409, 'teapot_empty', { headers: { 'x-kit': 'kept' }, detail: 'Fill it.' }),
})

export const getThrownConflict = route({
  method: 'GET',
  path: '/resp/thrown-conflict',
  responses: { 200: text() },
  handler: () => {
    throw new HttpError(409, {
      code: 'teapot_empty',
      headers: { 'x-kit': 'kept' },
      cause: new Error('secret'),
    })
  },
})

/** Large enough to fill every buffer between handler and client. */
export const getLong = route({
  method: 'GET',
  path: '/resp/long',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'é'.repeat(300_000)),
})
