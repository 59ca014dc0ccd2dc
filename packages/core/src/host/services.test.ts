import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../pipeline/create-app.ts'
import { bindApp } from './bind-app.ts'
import type { AdapterRequest } from '../contract/adapter-types.ts'
import type { LogEntry } from '../contract/log.ts'
import { inMemoryRequest } from '../in-process/in-memory-request.ts'
import { route } from '../contract/route.ts'
import { text } from '../contract/body-types.ts'

interface Db {
  readonly name: string
}

function setUp() {
  const events: string[] = []
  const use = route({
    method: 'GET',
    path: '/use',
    responses: { 200: text() },
    handler: ({ reply }, { db, pool }: { db: Db; pool: Db }) =>
      reply(200, `${db.name} ${pool.name}`),
  })
  const idle = route({
    method: 'GET',
    path: '/idle',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'idle'),
  })
  const app = createApp({ routes: { use, idle }, log: () => undefined })
  let count = 0
  const host = bindApp(app, {
    services: {
      db: {
        lifetime: 'request',
        create: (env: { prefix: string }) => {
          events.push('create db')
          return { name: `${env.prefix}${String(++count)}` }
        },
        dispose: (db: Db) => void events.push(`dispose ${db.name}`),
      },
      pool: {
        lifetime: 'process',
        create: async () => {
          events.push('create pool')
          return { name: 'pool' }
        },
        dispose: () => void events.push('dispose pool'),
      },
    },
  })
  const tasks: (() => unknown)[] = []
  const get = (target: string): AdapterRequest => requestOf(target, tasks)
  return { host, events, tasks, get }
}

function requestOf(target: string, tasks: (() => unknown)[] = []): AdapterRequest {
  return inMemoryRequest({
    method: 'GET',
    target,
    headers: {},
    body: undefined,
    afterResponse: (task) => tasks.push(task),
  })
}

test('creates a request service at its first access and disposes it after the response', async () => {
  const { host, events, tasks, get } = setUp()
  const env = { prefix: 'db' }
  expect(await host.handle(get('/idle'), env)).toMatchObject({ body: 'idle' })
  expect(await host.handle(get('/nope'), env)).toMatchObject({ status: 404 })
  expect(events).toEqual(['create pool'])
  expect(await host.handle(get('/use'), env)).toMatchObject({ body: 'db1 pool' })
  expect(events).toEqual(['create pool', 'create db'])
  for (const task of tasks.splice(0)) await task()
  expect(events.at(-1)).toBe('dispose db1')
  expect(await host.handle(get('/use'), env)).toMatchObject({ body: 'db2 pool' })
  await host.close()
  expect(events.at(-1)).toBe('dispose pool')
  expect(events.filter((event) => event === 'create pool')).toHaveLength(1)
})

test('creates process services once without an env schema, whatever the env', async () => {
  const { host, events, get } = setUp()
  const handle = (env: unknown): unknown => host.handle(get('/use'), env)
  await Promise.all([handle({ prefix: 'a' }), handle({ prefix: 'b' }), handle(undefined)])
  for (let request = 0; request < 100; request++) await handle({ fresh: request })
  expect(events.filter((event) => event === 'create pool')).toHaveLength(1)
})

describe('with an env schema', () => {
  function start(validate: (env: unknown) => unknown) {
    const made: unknown[] = []
    const disposed: unknown[] = []
    const entries: LogEntry[] = []
    const needs = route({
      method: 'GET',
      path: '/',
      responses: { 200: text() },
      handler: ({ reply }, { db }: { db: { env: unknown } }) => reply(200, JSON.stringify(db.env)),
    })
    const log = (entry: LogEntry): void => void entries.push(entry)
    const host = bindApp(createApp({ routes: { needs }, log }), {
      env: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: async (env: unknown) => ({ value: validate(env) }),
        },
      },
      services: {
        db: {
          lifetime: 'process',
          create: (env: unknown) => {
            made.push(env)
            return { env }
          },
          dispose: (db: { env: unknown }) => void disposed.push(db.env),
        },
      },
    })
    const body = async (env: unknown) => (await host.handle(requestOf('/'), env))?.body
    const status = async (env: unknown) => (await host.handle(requestOf('/'), env))?.status
    return { host, made, disposed, entries, body, status }
  }

  test('shares services between environments that validate to equal values', async () => {
    const { made, entries, body } = start((env) => ({
      url: (env as { url: string }).url,
      list: [1, { deep: null }],
    }))
    await Promise.all(Array.from({ length: 20 }, (_, id) => body({ url: 'a', id })))
    for (let id = 0; id < 20; id++) expect(await body({ url: 'a', id })).toContain('"a"')
    expect(made).toHaveLength(1)
    expect(entries).toEqual([])
  })

  test('distinguishes primitive environments and forgets all at close', async () => {
    const { host, body, disposed } = start((env) => env)
    expect([await body('a'), await body('b'), await body('a')]).toEqual(['"a"', '"b"', '"a"'])
    const env = { url: 'c' }
    await body(env)
    await host.close()
    expect(disposed).toEqual(['a', 'b', env])
    expect(await body(env)).toBe('{"url":"c"}')
    await host.close()
    expect(disposed).toHaveLength(4)
  })

  test('creates services for each distinct environment, warns once and disposes all', async () => {
    const { host, made, disposed, entries, body } = start((env) => env)
    for (const url of ['a', 'b', 'a', 'c', 'b'])
      expect(await body({ url })).toBe(`{"url":"${url}"}`)
    expect(made).toEqual([{ url: 'a' }, { url: 'b' }, { url: 'c' }])
    expect(entries).toMatchObject([{ level: 'warn', message: expect.stringContaining('second') }])
    await host.close()
    expect(disposed).toHaveLength(3)
  })

  test('limits the number of environments if each request has its own', async () => {
    const { made, entries, status } = start((env) => env)
    const statuses = new Set<unknown>()
    for (let request = 0; request < 100; request++) statuses.add(await status({ request }))
    expect(made.length).toBe(16)
    expect([...statuses]).toEqual([200, 500])
    expect(String((entries.at(-2)?.error as Error).message)).toContain('env schema')
    class Incoming {}
    expect(await status({ incoming: new Incoming() })).toBe(500)
  })
})

describe('time limits', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const never = new Promise<never>(() => undefined)
  function start(provider: object) {
    const entries: LogEntry[] = []
    const needs = route({
      method: 'GET',
      path: '/',
      responses: { 200: text() },
      handler: ({ reply, waitUntil }, { db }: { db: string }) => {
        if (db === 'work') waitUntil(never)
        return reply(200, db)
      },
    })
    const log = (entry: LogEntry): void => void entries.push(entry)
    const host = bindApp(createApp({ routes: { needs }, log }), {
      services: { db: { lifetime: 'process', ...provider } },
    })
    const said = () =>
      entries.map(({ message, error }) => `${message}: ${String(error)}`).join('\n')
    return { host, said }
  }

  test('ready() rejects with the name of a service whose create() never resolves', async () => {
    const { host } = start({ create: () => never })
    const ready = expect(host.ready()).rejects.toThrow("service 'db' was not made within 30 s")
    await vi.advanceTimersByTimeAsync(30_000)
    await ready
  })

  test('disposes a service that is created too late or after close', async () => {
    let make: (value: string) => void = () => undefined
    const disposed: unknown[] = []
    const late = { dispose: (db: unknown) => void disposed.push(db) }
    const create = () => new Promise<string>((resolve) => (make = resolve))
    const first = start({ create, ...late }).host
    const tooLate = expect(first.ready()).rejects.toThrow('not made')
    await vi.advanceTimersByTimeAsync(30_000)
    await tooLate
    make('late')
    await vi.advanceTimersByTimeAsync(0)
    const second = start({ create, ...late }).host
    const closing = expect(second.ready()).rejects.toThrow('closed')
    await second.close()
    make('after')
    await closing
    expect(disposed).toEqual(['late', 'after'])
  })

  test('close() ends after its time limit and logs the service whose dispose() never resolves', async () => {
    const { host, said } = start({ create: () => 'db', dispose: () => never })
    await host.ready()
    const closed = host.close({ timeoutMs: 2000 })
    await vi.advanceTimersByTimeAsync(2000)
    await closed
    expect(said()).toContain("service 'db' was not disposed of within")
  })

  test('close() waits for endless work after a response only until its time limit', async () => {
    const disposed: unknown[] = []
    const { host, said } = start({
      create: () => 'work',
      dispose: (db: unknown) => void disposed.push(db),
    })
    await host.handle(requestOf('/'))
    const closed = host.close({ timeoutMs: 2000 })
    await vi.advanceTimersByTimeAsync(1499)
    expect(disposed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await closed
    expect(said()).toContain('closed while work of waitUntil was still going on: 1')
    expect(disposed).toEqual(['work'])
  })
})

test('responds with a 500 without the message if create() throws, and tries again', async () => {
  let tries = 0
  const needs = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: ({ reply }, { db }: { db: Db }) => reply(200, db.name),
  })
  const create = (): Db => {
    if (++tries === 1) throw new Error('secret')
    return { name: 'made' }
  }
  const host = bindApp(createApp({ routes: { needs }, log: () => undefined }), {
    services: { db: { lifetime: 'process', create } },
  })
  const refused = await host.handle(requestOf('/'))
  expect(refused?.status).toBe(500)
  expect(refused?.body).not.toContain('secret')
  expect(await host.handle(requestOf('/'))).toMatchObject({ body: 'made' })
})

test('close() waits for work that continues after responses', async () => {
  const done: string[] = []
  const later = route({
    method: 'GET',
    path: '/later',
    responses: { 200: text() },
    handler: ({ waitUntil, reply }) => {
      waitUntil(new Promise((resolve) => setTimeout(resolve, 20)).then(() => done.push('work')))
      waitUntil(Promise.reject(new Error('late')))
      return reply(200, 'now')
    },
  })
  const errors: unknown[] = []
  const app = createApp({ routes: { later }, log: (entry) => errors.push(entry.error) })
  const host = bindApp(app)
  await host.handle(requestOf('/later'))
  expect(done).toEqual([])
  await host.close()
  expect(done).toEqual(['work'])
  expect(errors).toMatchObject([{ message: 'late' }])
})

test('ready() disposes only its own services if close() is called meanwhile', async () => {
  const disposed: number[] = []
  const openings: (() => void)[] = []
  const needs = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: ({ reply }, { db }: { db: number }) => reply(200, String(db)),
  })
  const host = bindApp(createApp({ routes: { needs }, log: () => undefined }), {
    services: {
      db: {
        lifetime: 'process',
        create: async () => {
          let number = 0
          await new Promise<void>((resolve) => (number = openings.push(resolve)))
          return number
        },
        dispose: (db: number) => void disposed.push(db),
      },
    },
  })
  const early = host.ready().catch((error: unknown) => error)
  await vi.waitFor(() => expect(openings).toHaveLength(1))
  await host.close()
  const late = host.ready()
  await vi.waitFor(() => expect(openings).toHaveLength(2))
  openings[1]!()
  await late
  openings[0]!()
  expect(await early).toBeInstanceOf(Error)
  await host.close()
  expect(disposed).toEqual([1, 2])
})
