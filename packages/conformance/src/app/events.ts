import { lastEventId, route, type ServerEvent, sse } from '@gimbal/core'

import { pause, type Probe, probeOf, released } from './probes.ts'
import { fields } from './schemas.ts'

/** Sends events with all fields, and with values that must not break the format. */
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

/** The rows have a column that the schema must strip. */
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

/** Continues after the last event that the client has received. */
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

/** Sends one event, and the next one after `release`. */
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

/** Sends no event until the client disconnects. */
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

/** Sends events without end and ignores the signal. */
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
