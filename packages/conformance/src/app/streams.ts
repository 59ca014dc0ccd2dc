import { route, stream } from '@gimbal/core'

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
