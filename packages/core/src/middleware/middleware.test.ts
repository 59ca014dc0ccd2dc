import { expect, test, vi } from 'vitest'
import { createApp } from '../pipeline/create-app.ts'
import type { LogEntry } from '../contract/log.ts'
import { route } from '../contract/route.ts'
import { text } from '../contract/body-types.ts'
import { trustSchema } from '../contract/declarations.ts'
import type { Schema } from '../contract/schema.ts'
import { inject, type TestResponse } from '../testing.ts'
import type { Middleware } from '../contract/types.ts'
import { bearer, cors, health, log, requestId, securityHeaders, timeout } from './index.ts'

const hello = route({
  method: 'GET',
  path: '/hello',
  responses: { 200: text() },
  handler: ({ reply }) => reply(200, 'hello'),
})
const slow = route({
  method: 'GET',
  path: '/slow',
  responses: { 200: text() },
  handler: async ({ reply }) => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    return reply(200, 'late')
  },
})

async function ask(
  use: Middleware[],
  target: string,
  request: { method?: string; headers?: Record<string, string> } = {},
): Promise<TestResponse> {
  const app = createApp({ routes: { hello, slow }, use, log: () => undefined })
  return (await inject(app, { target, ...request }))!
}

test('cors does not reflect an unlisted origin and sets vary', async () => {
  const list = cors({ origins: ['https://app.test'], credentials: true })
  for (const origin of ['https://evil.test', 'null', 'https://app.test.evil.test']) {
    const response = await ask([list], '/hello', { headers: { origin } })
    expect(response.header('access-control-allow-origin'), origin).toBeUndefined()
    expect(response.header('vary')).toBe('Origin')
  }
  const allowed = await ask([list], '/hello', { headers: { origin: 'https://app.test' } })
  expect(allowed.header('access-control-allow-origin')).toBe('https://app.test')
  expect(allowed.header('access-control-allow-credentials')).toBe('true')
})

test('cors responds to a preflight, even for an unknown path', async () => {
  const list = cors({ origins: ['https://app.test'] })
  const headers = { origin: 'https://app.test', 'access-control-request-method': 'PUT' }
  const response = await ask([list], '/nope', { method: 'OPTIONS', headers })
  expect(response.status).toBe(204)
  expect(response.header('access-control-allow-methods')).toBe(
    'GET, QUERY, POST, PUT, PATCH, DELETE',
  )
})

test('cors throws for credentials with any origin and for invalid origins', () => {
  expect(() => cors({ origins: '*', credentials: true })).toThrow('list of origins')
  for (const origin of [
    ...['null', 'app.test', 'https://app.test/', '*', 'https://*.app.test', 'https://*'],
    ...['HTTPS://app.test', 'https://App.test', 'https://app.test:443', 'https://u@app.test'],
    ...['https://app.test/path', 'https://a.test, https://b.test', 'https://app.test ', ''],
  ]) {
    expect(() => cors({ origins: [origin] }), origin).toThrow('scheme://host')
  }
  expect(() => cors({ origins: [] })).toThrow('empty list')
})

test('cors throws for methods, headers and maxAge that cannot work', () => {
  const origins = ['https://app.test']
  expect(() => cors({ origins, headers: ['x y'] })).toThrow("headers holds names; got 'x y'")
  expect(() => cors({ origins, headers: ['*'], credentials: true })).toThrow('headers holds')
  expect(() => cors({ origins, exposedHeaders: ['*'], credentials: true })).toThrow('exposed')
  expect(() => cors({ origins, methods: ['get'] })).toThrow('upper case')
  expect(() => cors({ origins, maxAge: NaN })).toThrow('whole seconds')
  expect(() => cors({ origins, headers: ['*'], exposedHeaders: ['*'] })).not.toThrow()
})

test('cors warns of http origins with credentials', () => {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  cors({ origins: ['http://app.test', 'https://app.test'], credentials: true })
  cors({ origins: ['http://app.test'] })
  cors({
    origins: ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:1', 'http://a.localhost'],
    credentials: true,
  })
  log.mockRestore()
  expect(lines).toHaveLength(1)
  const entry = JSON.parse(lines[0]!) as { level: string; message: string }
  expect(entry.level).toBe('warn')
  expect(entry.message).toContain('http://app.test,')
})

test('securityHeaders sets headers on every response and omits those that are false', async () => {
  const response = await ask([securityHeaders()], '/nope')
  expect(response.header('x-content-type-options')).toBe('nosniff')
  expect(response.header('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'",
  )
  const without = await ask([securityHeaders({ strictTransportSecurity: false })], '/hello')
  expect(without.header('strict-transport-security')).toBeUndefined()
})

test('timeout responds with 503 if a handler takes too long', async () => {
  const response = await ask([timeout(20)], '/slow')
  expect(response.status).toBe(503)
  expect(response.header('retry-after')).toBe('1')
  expect(await ask([timeout(2000)], '/hello')).toMatchObject({ status: 200 })
})

test('log writes one entry per request without its query', async () => {
  const entries: LogEntry[] = []
  const app = createApp({
    routes: { hello },
    use: [requestId(), log()],
    log: (entry) => entries.push(entry),
  })
  const response = await inject(app, { target: '/hello?token=secret' })
  expect(entries).toMatchObject([
    {
      level: 'info',
      message: 'request',
      method: 'GET',
      path: '/hello',
      status: 200,
      operation: 'hello',
    },
  ])
  expect(entries[0]?.id).toBe(response?.header('x-request-id'))
  expect(JSON.stringify(entries)).not.toContain('secret')
})

test('bearer distinguishes missing from invalid credentials and verifies only tokens', async () => {
  const asked: string[] = []
  const me = route({
    method: 'GET',
    path: '/me',
    guards: {
      user: bearer({
        verify: async (token) => {
          asked.push(token)
          return token === 'good' ? 'ada' : undefined
        },
      }),
    },
    responses: { 200: text() },
    handler: ({ user, reply }) => reply(200, user),
  })
  const app = createApp({ routes: { me }, log: () => undefined })
  const as = async (authorization?: string): Promise<string> => {
    const headers = authorization === undefined ? {} : { authorization }
    const response = (await inject(app, { target: '/me', headers }))!
    if (response.status === 200) return response.text
    expect(response.header('cache-control')).toBe('no-store')
    return response.header('www-authenticate')!
  }
  expect(await as()).toBe('Bearer')
  for (const bad of [
    '',
    'Bearer',
    'Bearer ',
    'Basic good',
    'Bearer good x',
    'Bearer good, Bearer good',
    'Bearergood',
    `Bearer ${'a'.repeat(4097)}`,
    'Bearer gööd',
  ]) {
    expect(await as(bad), bad).toBe('Bearer error="invalid_token"')
  }
  expect(asked).toEqual([])
  expect(await as('bearer   good')).toBe('ada')
  expect(await as('Bearer bad')).toBe('Bearer error="invalid_token"')
  expect(asked).toEqual(['good', 'bad'])
})

test('readiness runs its checks, caches the result and reports draining', async () => {
  let works = true
  let asked = 0
  const routes = health({
    cacheMs: 50,
    checks: {
      database: async () => {
        asked++
        if (!works) throw new Error('down')
      },
    },
  })
  const app = createApp({ routes, log: () => undefined })
  const ready = () => inject(app, { target: '/health/ready' })
  expect(await ready()).toMatchObject({ status: 200, text: '{"status":"ready"}' })
  works = false
  expect(await ready()).toMatchObject({ status: 200 })
  expect(asked).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 60))
  const down = await ready()
  expect(down).toMatchObject({ status: 503 })
  expect(down?.header('retry-after')).toBe('1')
  expect(await inject(app, { target: '/health/live' })).toMatchObject({ text: '{"status":"ok"}' })
  const draining = await inject(
    app,
    { target: '/health/ready' },
    { drain: { isDraining: true, onDrain: () => () => undefined } },
  )
  expect(JSON.parse(draining!.text)).toMatchObject({ status: 503, code: 'draining' })
})

test('a check that never ends delays other requests only until its time limit', async () => {
  let asked = 0
  const routes = health({
    timeoutMs: 40,
    cacheMs: 20,
    checks: { database: () => (++asked === 1 ? new Promise(() => undefined) : undefined) },
  })
  const app = createApp({ routes, log: () => undefined })
  const ready = () => inject(app, { target: '/health/ready' })
  const started = performance.now()
  const both = await Promise.all([ready(), ready()])
  expect(both.map((each) => each?.status)).toEqual([503, 503])
  expect(asked).toBe(1)
  expect(performance.now() - started).toBeLessThan(1000)
  await expect.poll(async () => (await ready())?.status).toBe(200)
})

test('readiness does not depend on Date.now()', async () => {
  let checks = 0
  const routes = health({ checks: { database: () => ++checks }, cacheMs: 20 })
  const app = createApp({ routes, log: () => undefined })
  await inject(app, { target: '/health/ready' })
  const hourAgo = Date.now() - 3_600_000
  const clock = vi.spyOn(Date, 'now').mockReturnValue(hourAgo)
  await inject(app, { target: '/health/ready' })
  expect(checks).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  await inject(app, { target: '/health/ready' })
  clock.mockRestore()
  expect(checks).toBe(2)
})

test('a middleware sees the serialized response and may replace its body', async () => {
  const seen: unknown[] = []
  const upperCase: Middleware = async (_request, _services, next) => {
    const response = await next()
    seen.push([response.body, response.headers])
    return { ...response, body: (response.body as string).toUpperCase() }
  }
  const get = route({
    method: 'GET',
    path: '/',
    responses: { 200: trustSchema(anything) },
    handler: ({ reply }) => reply(200, { a: 1 }),
  })
  const response = await inject(createApp({ routes: { get }, use: [upperCase] }), { target: '/' })
  expect(seen).toEqual([['{"a":1}', [['content-type', 'application/json']]]])
  expect(response?.text).toBe('{"A":1}')
})

const anything: Schema<unknown> = {
  '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
}
