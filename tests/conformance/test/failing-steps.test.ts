import {
  type Answer,
  createApp,
  guard,
  HttpError,
  type LogEntry,
  type Middleware,
  problem,
  route,
  type Schema,
  stream,
  text,
  trustSchema,
} from '@gimbal/core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type StartedHost, startHosts } from './started-hosts.ts'

// Every step of the pipeline throws, on every host: the client gets a 500 problem or a cut
// connection, the log gets one line, and the host serves the next request.

const fail = (step: string): never => {
  throw new Error(`${step} failed on purpose`)
}
const schema = (validate: Schema['~standard']['validate']): Schema =>
  trustSchema({ '~standard': { version: 1, vendor: 'test', validate } })
const any = schema((value) => ({ value }))
const get = { method: 'GET', responses: { 200: any } } as const
interface Reply {
  readonly reply: (status: 200, body: object) => Answer<200>
}
const ok = { handler: ({ reply }: Reply) => reply(200, {}) }

async function* breaking(after: number): AsyncGenerator<string> {
  for (let index = 0; index < after; index++) yield 'chunk'
  fail('stream')
}

const routes = {
  service: route({
    ...get,
    path: '/request-service',
    handler: ({ reply }, { broken }: { broken: object }) => reply(200, broken),
  }),
  guarded: route({
    ...get,
    ...ok,
    path: '/guard',
    guards: {
      user: guard({ responses: { 401: problem('no') }, check: () => fail('guard') as {} }),
    },
  }),
  subject: route({
    ...get,
    ...ok,
    path: '/subject',
    guards: {
      user: guard({
        responses: { 401: problem('no') },
        check: () => ({ id: 1 }),
        subject: () => fail('subject') as string,
      }),
    },
  }),
  params: route({ ...get, ...ok, path: '/params/:id', params: schema(() => fail('params')) }),
  query: route({ ...get, ...ok, path: '/query', query: schema(() => fail('query')) }),
  body: route({
    ...ok,
    method: 'POST',
    path: '/body',
    responses: get.responses,
    body: schema(async () => fail('body')),
  }),
  thrown: route({ ...get, path: '/handler', handler: () => fail('handler') }),
  rejected: route({ ...get, path: '/handler-later', handler: async () => fail('handler') }),
  response: route({
    ...get,
    ...ok,
    path: '/response-schema',
    responses: { 200: schema(() => fail('response schema')) },
  }),
  serialized: route({
    ...get,
    path: '/serialize',
    handler: ({ reply }) => reply(200, { toJSON: () => fail('toJSON') }),
  }),
  header: route({
    ...get,
    path: '/header',
    handler: ({ reply }) => reply(200, {}, { headers: { 'x-a': 'é' } }),
  }),
  nothing: route({ ...get, path: '/nothing', handler: () => undefined as never }),
  streamed: route({
    method: 'GET',
    path: '/stream/:after',
    responses: { 200: stream() },
    handler: ({ params, reply }) => reply(200, breaking(Number(params.after))),
  }),
  errorHeaders: route({
    ...get,
    path: '/error-headers',
    handler: () => {
      throw new HttpError(409, { headers: { 'x-a': 'é' } })
    },
  }),
  fine: route({
    method: 'GET',
    path: '/fine',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'fine'),
  }),
}

const before: Middleware = async (request, _services, next) =>
  request.path === '/before' ? fail('middleware') : next()
const after: Middleware = async (request, _services, next) => {
  const response = await next()
  return request.path === '/after' ? fail('middleware') : response
}
const forgetful: Middleware = async (request, _services, next) => {
  const response = await next()
  return request.path === '/forgetful' ? (undefined as never) : response
}

const failing = [
  ...['/request-service', '/guard', '/subject', '/params/1', '/query', '/handler'],
  ...['/handler-later', '/response-schema', '/serialize', '/header', '/nothing'],
  ...['/error-headers', '/before', '/after', '/forgetful'],
]

describe.each(Object.entries(startHosts))('on %s', (_name, start) => {
  const logged: LogEntry[] = []
  const heard: unknown[] = []
  let host: StartedHost
  beforeAll(async () => {
    const app = createApp({
      routes,
      use: [before, after, forgetful],
      log: (entry) => void logged.push(entry),
      onError: (error) => void heard.push(error),
    })
    const broken = { lifetime: 'request', create: () => fail('service') }
    host = await start(app as never, { broken })
  })
  afterAll(() => host.close())

  const ask = async (path: string, init?: RequestInit): Promise<Response> => {
    logged.length = heard.length = 0
    return host.ask(path, init)
  }
  const staysUp = async (): Promise<void> => {
    expect(await (await host.ask('/fine')).text()).toBe('fine')
  }
  const isProblem = async (response: Response): Promise<void> => {
    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 500, code: 'internal_error' })
    expect(logged.filter(({ level }) => level === 'error')).toHaveLength(1)
    expect(heard).toHaveLength(1)
    await staysUp()
  }

  test.each(failing)(
    '%s gets a 500 problem, is logged once, and the host continues',
    async (path) => {
      await isProblem(await ask(path))
    },
  )

  test('a body schema that throws gets a 500 problem', async () => {
    const headers = { 'content-type': 'application/json' }
    await isProblem(await ask('/body', { method: 'POST', headers, body: '{}' }))
  })

  test.each(['/stream/0', '/stream/3'])(
    '%s is cut and logged once, and the host continues',
    async (path) => {
      const whole = async (): Promise<string> => (await ask(path)).text()
      await expect(whole()).rejects.toThrow()
      expect(logged.filter(({ level }) => level === 'error')).toHaveLength(1)
      await staysUp()
    },
  )
})

describe.each(Object.entries(startHosts))('on %s, if the error hooks fail too', (name, start) => {
  test('a log and an onError that throw do not change the response', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    const app = createApp({ routes, log: () => fail('log'), onError: () => fail('onError') })
    const host = await start(app as never, { broken: {} })
    expect((await host.ask('/handler')).status).toBe(500)
    expect(await (await host.ask('/fine')).text()).toBe('fine')
    expect(String(printed.mock.calls[0])).toContain('the log threw')
    printed.mockRestore()
    await host.close()
  })

  // A node:http server creates the services before it listens, so it does not start in this case.
  test.skipIf(name === 'node')(
    'a process service that cannot be created gets a 500 problem with the id of its log line',
    async () => {
      const logged: LogEntry[] = []
      const heard: unknown[] = []
      const app = createApp({
        routes,
        log: (entry) => void logged.push(entry),
        onError: (error) => void heard.push(error),
      })
      const broken = { lifetime: 'process', create: () => fail('service') }
      const host = await start(app as never, { broken })
      const response = await host.ask('/fine')
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ code: 'internal_error' })
      const errors = logged.filter(({ level }) => level === 'error')
      expect(errors).toHaveLength(1)
      expect(response.headers.get('x-request-id')).toBe(errors[0]?.id)
      expect(heard).toHaveLength(1)
      await host.close()
    },
  )
})
