import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createApp } from '../pipeline/create-app.ts'
import type { Events } from './event-stream.ts'
import type { LogEntry } from '../contract/log.ts'
import { routeFor } from '../contract/route.ts'
import { isSchema, type Schema } from '../contract/schema.ts'
import type { ServerEvent } from './server-event.ts'
import { lastEventId, sse, type SseOptions } from './sse.ts'
import { inMemoryRequest } from '../in-process/in-memory-request.ts'

const route = routeFor<{}>()

test('sends a comment first, then each event as lines, with the headers of an event stream', async () => {
  const answer = await answerOf([
    { data: 'plain' },
    { data: '', event: 'tick', id: '', retry: 0 },
    { event: 'user', id: '7 é', retry: 1500, data: { name: 'Ada', none: undefined } },
    { data: 12 },
  ])
  expect(answer.status).toBe(200)
  expect(answer.headers).toEqual([
    ['content-type', 'text/event-stream'],
    ['cache-control', 'no-store, no-transform'],
    ['x-accel-buffering', 'no'],
  ])
  expect(await textOf(answer)).toBe(
    ':\n\ndata: plain\n\n' +
      'event: tick\nid: \nretry: 0\ndata: \n\n' +
      'event: user\nid: 7 é\nretry: 1500\ndata: {"name":"Ada"}\n\n' +
      'data: 12\n\n',
  )
})

test('sends data with any kind of line end as one event', async () => {
  const answer = await answerOf([{ data: 'a\nb\rc\r\nd\n\n: e\u2028f' }])
  expect(await textOf(answer)).toBe(
    ':\n\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: : e\u2028f\n\n',
  )
})

const injections: readonly [field: string, event: object][] = ['\n', '\r', '\r\n', '\0'].flatMap(
  (sign) => [
    ['id', { data: 'x', id: `1${sign}data: forged` }],
    ['event', { data: 'x', event: `a${sign}data: forged` }],
    ['retry', { data: 'x', retry: `1${sign}data: forged` }],
  ],
)
const nonsense: readonly [field: string, event: unknown][] = [
  ['retry', { data: 'x', retry: -1 }],
  ['retry', { data: 'x', retry: 1.5 }],
  ['retry', { data: 'x', retry: Number.NaN }],
  ['id', { data: 'x', id: 7 }],
  ['data', {}],
  ['data', { data: () => 1 }],
  ['event', 'just text'],
  ['event', null],
]

test.each([...injections, ...nonsense])(
  'GHSA-p6xx-57qc-3wxr, GHSA-22cc-p3c6-wpvm, GHSA-4hxc-9384-m385: an event with a forged %s aborts the response: %j',
  async (field, event) => {
    let ended = false
    const logged: LogEntry[] = []
    async function* events(): AsyncGenerator<ServerEvent<string>> {
      try {
        yield { data: 'first' }
        yield event as never
        yield { data: 'never' }
      } finally {
        ended = true
      }
    }
    const { next } = streamOf(await answerOf(events(), { log: logged }))
    await next()
    expect(await next()).toEqual(new TextEncoder().encode('data: first\n\n'))
    await expect(next()).rejects.toThrow(field)
    expect(ended).toBe(true)
    expect(logged.map(({ message }) => message)).toEqual(['the response broke off'])
  },
)

test('sends data as stripped JSON if there is a schema, and does not send invalid data', async () => {
  const View = z.object({ id: z.number() })
  const answer = await answerOf([{ data: { id: 1, hash: 'x' } }, { data: { id: 'secret' } }], View)
  const { next } = streamOf(answer)
  await next()
  expect(decode(await next())).toBe('data: {"id":1}\n\n')
  await expect(next()).rejects.toThrow(/what is declared: id /)
  expect(await textOf(await answerOf([{ data: 'a\nb' }], z.string()))).toBe(
    ':\n\ndata: "a\\nb"\n\n',
  )
})

test('throws for a schema that may pass on unknown keys', () => {
  expect(() => sse(z.looseObject({ id: z.number() }))).toThrow(/sse\(\).*more than it names/)
})

test('throws if the events are not iterable or keepAlive is invalid', async () => {
  for (const body of [undefined, 'text', {}, 5]) {
    expect((await answerOf(body as never, { log: [] })).status).toBe(500)
  }
  for (const keepAlive of [-1, 0.5, Infinity]) expect(() => sse({ keepAlive })).toThrow(RangeError)
})

test('accepts arrays, generators and web streams of events, and headers of the handler', async () => {
  function* plain(): Generator<ServerEvent<string>> {
    yield { data: 'one' }
  }
  const stream = new ReadableStream<ServerEvent<string>>({
    start: (controller) => {
      controller.enqueue({ data: 'one' })
      controller.close()
    },
  })
  for (const events of [[{ data: 'one' }], new Set([{ data: 'one' }]), plain(), stream]) {
    expect(await textOf(await answerOf(events))).toBe(':\n\ndata: one\n\n')
  }
  const kept = await answerOf([], { headers: { 'Cache-Control': 'no-cache', 'x-a': '1' } })
  expect(kept.headers).toEqual([
    ['content-type', 'text/event-stream'],
    ['cache-control', 'no-cache'],
    ['x-a', '1'],
    ['x-accel-buffering', 'no'],
  ])
})

test('sends comments while there is no event and loses no event', async () => {
  async function* slow(): AsyncGenerator<ServerEvent<string>> {
    await wait(50)
    yield { data: 'late' }
    yield { data: 'at once' }
  }
  const text = await textOf(await answerOf(slow(), { keepAlive: 12 }))
  expect(text).toMatch(/^(?::\n\n){2,}data: late\n\ndata: at once\n\n$/)
})

test('stop() resolves a pending next(), clears its timer and cancels the source', async () => {
  let cancelled = 0
  const silent = new ReadableStream<ServerEvent<string>>({ cancel: () => void cancelled++ })
  const before = timers()
  const { next, stop } = streamOf(await answerOf(silent, { keepAlive: 60_000 }))
  await next()
  const waiting = next()
  await wait(1)
  await stop()
  expect(await waiting).toBeUndefined()
  expect(cancelled).toBe(1)
  // Timers of other tests may have expired meanwhile.
  expect(timers()).toBeLessThanOrEqual(before)
})

test('lastEventId returns the last id of the client, or undefined if it is empty', () => {
  const request = (id?: string) => ({ headers: { get: () => id } })
  expect(lastEventId(request('7'))).toBe('7')
  expect(lastEventId(request(''))).toBeUndefined()
  expect(lastEventId(request())).toBeUndefined()
})

interface Given extends SseOptions {
  readonly log?: LogEntry[]
  readonly headers?: Record<string, string>
}

async function answerOf(events: Events, given: Given | Schema = {}) {
  const { log, headers, ...options } = isSchema(given) ? ({} as Given) : given
  const watch = route({
    method: 'GET',
    path: '/',
    responses: { 200: isSchema(given) ? sse(given) : sse(options) },
    handler: ({ reply }) => reply(200, events as never, headers ? { headers } : undefined),
  })
  const app = createApp({ routes: { watch }, log: (entry) => log?.push(entry) })
  const request = { method: 'GET', target: '/', headers: {}, body: undefined }
  return (await app.handle(inMemoryRequest({ ...request, afterResponse: () => undefined })))!
}

type Answered = Awaited<ReturnType<typeof answerOf>>

function streamOf({ body }: Answered) {
  if (typeof body !== 'object' || body instanceof Uint8Array) throw new TypeError('no stream')
  return body
}

async function textOf(answer: Answered): Promise<string> {
  const { next } = streamOf(answer)
  let text = ''
  for (let chunk = await next(); chunk; chunk = await next()) text += decode(chunk)
  return text
}

function decode(chunk: Uint8Array | undefined): string {
  return new TextDecoder().decode(chunk)
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}
