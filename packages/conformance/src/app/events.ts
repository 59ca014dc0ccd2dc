import { lastEventId, route, type ServerEvent, sse } from '@gimbal/core'

import { pause, type Probe, probeOf, released } from './probes.ts'
import { fields } from './schemas.ts'

/** Every field of an event, and what must not break out of one. */
export const getEvents = route({
  method: 'GET',
  path: '/events',
  responses: { 200: sse() },
  handler: ({ reply }) =>
    reply(200, [
      { data: 'plain é' },
      { event: 'tick', id: '1', retry: 1500, data: 'a\nb\rc\r\nd\n' },
      { id: '', data: { name: 'Ada', gone: undefined } },
    ]),
})

/** The rows have a column that no client may see. */
export const getStrippedEvents = route({
  method: 'GET',
  path: '/events/stripped',
  responses: { 200: sse(fields({ id: 'number' })) },
  handler: ({ reply }) => {
    const row = { id: 1, passwordHash: 'secret' }
    return reply(200, [{ data: row, id: '1' }])
  },
})

export const getForgedEvents = route({
  method: 'GET',
  path: '/events/forged',
  responses: { 200: sse() },
  handler: ({ reply }) => reply(200, [{ data: 'first' }, { data: 'x', id: '1\rdata: forged' }]),
})

/** Goes on behind the last event that the client has. */
export const getMissedEvents = route({
  method: 'GET',
  path: '/events/missed',
  responses: { 200: sse() },
  handler: (request) => {
    const last = lastEventId(request)
    const all = ['1', '2', 'drei é', '4'].map((id) => ({ id, data: `event ${id}` }))
    const from = all.findIndex(({ id }) => id === last) + 1
    return request.reply(200, all.slice(from))
  },
})

/** One event, and the next when the client says so. */
export const getLiveEvents = route({
  method: 'GET',
  path: '/live/:key/events',
  responses: { 200: sse({ keepAlive: 0 }) },
  handler: (request) => {
    const probe = probeOf(request)
    async function* events(): AsyncGenerator<ServerEvent<string>> {
      yield { id: '1', data: 'one' }
      await released(probe)
      yield { id: '2', data: 'two' }
    }
    return request.reply(200, events())
  },
})

/** Has nothing to say until the client is gone. */
export const getSilentEvents = route({
  method: 'GET',
  path: '/live/:key/silent',
  responses: { 200: sse({ keepAlive: 0 }) },
  handler: (request) => request.reply(200, silence(probeOf(request), request.signal)),
})

export const getKeptEvents = route({
  method: 'GET',
  path: '/live/:key/kept',
  responses: { 200: sse({ keepAlive: 20 }) },
  handler: (request) => request.reply(200, silence(probeOf(request), request.signal)),
})

/** Talks on without a look at the signal. */
export const getRestlessEvents = route({
  method: 'GET',
  path: '/live/:key/restless',
  responses: { 200: sse() },
  handler: (request) => {
    const probe = probeOf(request)
    request.signal.addEventListener('abort', () => (probe.aborted = true))
    async function* events(): AsyncGenerator<ServerEvent<string>> {
      try {
        for (;;) {
          yield { data: 'tick' }
          probe.moved++
          await pause(5)
        }
      } finally {
        probe.ended = true
      }
    }
    return request.reply(200, events())
  },
})

async function* silence(probe: Probe, signal: AbortSignal): AsyncGenerator<ServerEvent<string>> {
  signal.addEventListener('abort', () => (probe.aborted = true))
  try {
    await released(probe, signal)
    yield { data: 'released' }
  } finally {
    probe.ended = true
  }
}
