import { route, stream, text } from '@gimbal/core'

import { pause, probeOf, released } from './probes.ts'
import { fields } from './schemas.ts'

const CHUNK = new Uint8Array(65_536).fill(120)

/** Sends chunks as fast as they are read, and counts their bytes. */
export const getEndless = route({
  method: 'GET',
  path: '/live/:key/endless',
  responses: { 200: stream() },
  handler: (request) => {
    const probe = probeOf(request)
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    async function* chunks(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          await pause(0)
          probe.moved += CHUNK.length
          yield CHUNK
        }
      } finally {
        probe.ended = true
      }
    }
    return request.reply(200, chunks())
  },
})

/** Fails after the client has received the first part. */
export const getBreaking = route({
  method: 'GET',
  path: '/live/:key/breaking',
  responses: { 200: stream() },
  handler: (request) => {
    const probe = probeOf(request)
    async function* chunks(): AsyncGenerator<string> {
      yield 'begun'
      await released(probe)
      throw new Error('secret of the stream')
    }
    return request.reply(200, chunks())
  },
})

/** Reads one chunk, and the others after `release`. */
export const postSlow = route({
  method: 'POST',
  path: '/live/:key/slow',
  body: stream(),
  bodyLimit: 134_217_728,
  responses: { 200: fields({ length: 'number' }) },
  handler: async (request) => {
    const probe = probeOf(request)
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    try {
      for await (const chunk of request.body) {
        const isFirst = probe.moved === 0
        probe.moved += chunk.length
        if (isFirst) await released(probe)
      }
    } catch (error) {
      probe.caught = String((error as { code?: unknown }).code)
      throw error
    } finally {
      probe.ended = true
    }
    return request.reply(200, { length: probe.moved })
  },
})

/** Responds at once and continues its work. */
export const getWork = route({
  method: 'GET',
  path: '/live/:key/work',
  responses: { 200: text() },
  handler: (request) => {
    const probe = probeOf(request)
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    request.waitUntil(work())
    async function work(): Promise<void> {
      await pause(100)
      probe.worked = true
    }
    return request.reply(200, 'answered')
  },
})

/** Streams a short response and records an abort of the signal. */
export const getWhole = route({
  method: 'GET',
  path: '/live/:key/whole',
  responses: { 200: stream() },
  handler: (request) => {
    const probe = probeOf(request)
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    async function* chunks(): AsyncGenerator<string> {
      yield 'one '
      await pause(5)
      yield 'two'
    }
    return request.reply(200, chunks())
  },
})

/** Waits for `release` even if the client disconnects, with work in `waitUntil`. */
export const getWaiting = route({
  method: 'GET',
  path: '/live/:key/waiting',
  responses: { 200: text() },
  handler: async (request) => {
    const probe = probeOf(request)
    probe.moved = 1
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    request.waitUntil(work())
    async function work(): Promise<void> {
      await pause(150)
      probe.worked = true
    }
    await released(probe)
    return request.reply(200, 'released')
  },
})

/** Fails after its response, in a promise passed to `waitUntil`. */
export const getLate = route({
  method: 'GET',
  path: '/live/:key/late',
  responses: { 200: text() },
  handler: (request) => {
    const probe = probeOf(request)
    request.waitUntil(fail())
    async function fail(): Promise<void> {
      await pause(10)
      probe.worked = true
      throw new Error('late on purpose')
    }
    return request.reply(200, 'answered')
  },
})

/** Responds after half a second. */
export const getHalfSecond = route({
  method: 'GET',
  path: '/live/:key/half-second',
  responses: { 200: text() },
  handler: async ({ reply }) => {
    await pause(500)
    return reply(200, 'at last')
  },
})
