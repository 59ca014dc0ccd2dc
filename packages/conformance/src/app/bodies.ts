import { bytes, form, guard, problem, route, stream, text } from '@gimbal/core'

import { anyJson, fields } from './schemas.ts'

export const postJson = route({
  method: 'POST',
  path: '/json',
  body: anyJson,
  responses: { 200: anyJson },
  handler: ({ body, reply }) => reply(200, body),
})

/** Reads the parsed body and its bytes, as a webhook does to check a signature. */
export const postWebhook = route({
  method: 'POST',
  path: '/webhook',
  body: fields({ event: 'text' }),
  responses: { 200: fields({ event: 'text', raw: 'text', again: 'any' }) },
  handler: async ({ body, bytes: readBytes, json: readJson, reply }) => {
    const raw = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readBytes())
    return reply(200, { event: body.event, raw, again: await readJson() })
  },
})

export const postText = route({
  method: 'POST',
  path: '/text',
  body: text(),
  responses: { 200: text() },
  handler: ({ body, reply }) => reply(200, body),
})

export const postBytes = route({
  method: 'POST',
  path: '/bytes',
  body: bytes(),
  responses: { 200: bytes() },
  handler: ({ body, reply }) => reply(200, body),
})

export const postForm = route({
  method: 'POST',
  path: '/form',
  body: form(anyJson),
  responses: { 200: anyJson },
  handler: ({ body, reply }) => reply(200, body),
})

/** Counts the bytes of a streamed body; the pipeline handles its errors. */
export const postStream = route({
  method: 'POST',
  path: '/stream',
  body: stream(),
  responses: { 200: fields({ length: 'number' }) },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, { length })
  },
})

/** Reads all bytes in a guard, and then the stream. */
export const postStreamAfterBytes = route({
  method: 'POST',
  path: '/stream/after-bytes',
  guards: {
    signature: guard({
      responses: { 401: problem('unauthorized') },
      check: async ({ bytes }) => ({ length: (await bytes()).length }),
    }),
  },
  body: stream(),
  responses: { 200: fields({ length: 'number' }) },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, { length }, { headers: { 'cache-control': 'max-age=1' } })
  },
})

/** Responds without reading the stream that it declares. */
export const postStreamUnread = route({
  method: 'POST',
  path: '/stream/unread',
  body: stream(),
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'unread'),
})

/** Calls a body reader although the body is a stream. */
export const postStreamReader = route({
  method: 'POST',
  path: '/stream/reader',
  body: stream(),
  responses: { 200: text() },
  handler: async ({ text: readText, reply }) => reply(200, await readText()),
})

/** Declares no body and reads none. */
export const postNothing = route({
  method: 'POST',
  path: '/nothing',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'nothing read'),
})

/** Declares no body and reads it as JSON. */
export const postDemand = route({
  method: 'POST',
  path: '/demand',
  responses: { 200: anyJson },
  handler: async ({ json: readJson, reply }) => reply(200, await readJson()),
})

/** Declares no body and reads it as text, twice. */
export const postDemandText = route({
  method: 'POST',
  path: '/demand/text',
  responses: { 200: text() },
  handler: async ({ text: readText, reply }) => reply(200, (await readText()) + (await readText())),
})

export const postSmall = route({
  method: 'POST',
  path: '/small',
  body: bytes(),
  bodyLimit: 10,
  responses: { 200: bytes() },
  handler: ({ body, reply }) => reply(200, body),
})

export const postLarge = route({
  method: 'POST',
  path: '/large',
  body: bytes(),
  bodyLimit: 2_097_152,
  responses: { 200: fields({ length: 'number' }) },
  handler: ({ body, reply }) => reply(200, { length: body.length }),
})

export const postSmallNothing = route({
  method: 'POST',
  path: '/small/nothing',
  bodyLimit: 10,
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'nothing read'),
})

export const postSmallStream = route({
  method: 'POST',
  path: '/small/stream',
  body: stream(),
  bodyLimit: 10,
  responses: { 200: fields({ length: 'number' }) },
  handler: async ({ body, reply }) => {
    let length = 0
    for await (const chunk of body) length += chunk.length
    return reply(200, { length })
  },
})

/** Responds after the first chunk of its stream. */
export const postStreamFirst = route({
  method: 'POST',
  path: '/stream/first',
  body: stream(),
  responses: { 200: text() },
  handler: async ({ body, reply }) => {
    for await (const chunk of body) return reply(200, chunk.length > 0 ? 'first' : 'empty')
    return reply(200, 'none')
  },
})
