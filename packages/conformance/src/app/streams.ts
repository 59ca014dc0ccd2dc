import { bytes, route, stream } from '@gimbal/core'
import { CODED } from './coded.ts'

export const getStream = route({
  method: 'GET',
  path: '/resp/stream',
  responses: { 200: stream('text/plain; charset=utf-8') },
  handler: ({ reply }) =>
    reply(200, parts('one ', new TextEncoder().encode('zwei '), '', 'trois é')),
})

export const getEmptyStream = route({
  method: 'GET',
  path: '/resp/stream-empty',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, parts()),
})

export const getSizedStream = route({
  method: 'GET',
  path: '/resp/stream-sized',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, parts('12345', '67890'), { size: 10 }),
})

export const getBrokenStream = route({
  method: 'GET',
  path: '/resp/stream-broken',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, parts('begun', new Error('secret of the stream'))),
})

export const getShortStream = route({
  method: 'GET',
  path: '/resp/stream-short',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, parts('short'), { size: 10 }),
})

export const getObjectStream = route({
  method: 'GET',
  path: '/resp/stream-object',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, parts('begun', { not: 'bytes' } as never)),
})

export const getNullStream = route({
  method: 'GET',
  path: '/resp/stream-null',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, null),
})

/** A body that was read already, as of an upstream response. */
export const getUsedStream = route({
  method: 'GET',
  path: '/resp/stream-used',
  responses: { 200: stream() },
  handler: async ({ reply }) => {
    const upstream = new Response('used')
    const reader = upstream.body!.getReader()
    await reader.read()
    return reply(200, upstream.body as never)
  },
})

/** Bytes that are compressed already. */
export const getCoded = route({
  method: 'GET',
  path: '/resp/coded',
  responses: { 200: bytes('text/plain') },
  handler: ({ reply }) => reply(200, CODED, { headers: { 'content-encoding': 'gzip' } }),
})

export const getCodedStream = route({
  method: 'GET',
  path: '/resp/coded-stream',
  responses: { 200: stream('text/plain') },
  handler: ({ reply }) =>
    reply(200, new Blob([CODED]).stream() as never, { headers: { 'content-encoding': 'gzip' } }),
})

export const getReadable = route({
  method: 'GET',
  path: '/resp/readable',
  responses: { 200: stream() },
  handler: ({ reply }) => reply(200, new Blob(['a readable stream']).stream() as never),
})

async function* parts(
  ...chunks: readonly (string | Uint8Array | Error)[]
): AsyncGenerator<string | Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve()
    if (chunk instanceof Error) throw chunk
    yield chunk
  }
}
