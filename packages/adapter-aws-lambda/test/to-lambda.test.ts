import { createApp, route, stream } from '@gimbal/core'
import { expect, test } from 'vitest'
import { type LambdaResult, toLambda } from '../src/index.ts'
import { createTestApp } from './app.ts'
import { type EventName, eventNames, type RawEvent, readEvent } from './event-files.ts'

const handler = toLambda(createTestApp())

const IN_ORDER = [
  ['repeat', 'one'],
  ['repeat', 'two'],
  ['redirect', 'https://example.com/a/b'],
  ['literalPlus', 'a b'],
  ['encodedPlus', 'a+b'],
  ['empty', ''],
]
/** The maps of REST APIs and load balancers are sorted by name. */
const SORTED = [
  ['empty', ''],
  ['encodedPlus', 'a+b'],
  ['literalPlus', 'a b'],
  ['redirect', 'https://example.com/a/b'],
  ['repeat', 'one'],
  ['repeat', 'two'],
]

test.each([
  ['apigwv1', { basePath: '/live', query: SORTED, probe: 'first, second' }],
  ['apigwv2', { query: IN_ORDER, probe: 'first,second' }],
  ['functionurl', { query: IN_ORDER, probe: 'first,second' }],
  ['alb', { query: SORTED, probe: 'first, second' }],
  ['alb-single', { query: SORTED.toSpliced(4, 1), probe: 'second' }],
] as const)('reads the captured event %s', async (name, expected) => {
  const event = readEvent(name)
  const seen = JSON.parse((await handler(event, {})).body)
  const { basePath = '', query, probe } = expected as Record<string, unknown>
  expect(seen).toEqual({
    method: 'POST',
    path: '/capture/space%20value',
    basePath,
    rest: ['capture', 'space value'],
    query,
    headers: {
      host: expect.stringMatching(/amazonaws\.com$|on\.aws$/),
      'x-voker-probe': probe,
      cookie: 'session=abc123; theme=dark',
      'content-type': 'application/json',
      ...(name === 'apigwv1' ? {} : { 'content-length': '66' }),
    },
    cookies: [
      ['session', 'abc123'],
      ['theme', 'dark'],
    ],
    ip: '203.0.113.18',
    body: '{"message":"hello from the public internet","unicode":"lambda-λ"}',
    hasEvent: true,
  })
})

test.each(eventNames)('%s: a body in base64 is decoded', async (name) => {
  const body = Buffer.from('λ').toString('base64')
  const seen = await show({ ...readEvent(name), body, isBase64Encoded: true })
  expect(seen.body).toBe('λ')
})

test.each(eventNames)('%s: an event without headers and query is a request', async (name) => {
  const event = readEvent(name)
  for (const key of Object.keys(event))
    if (/headers|query|cookies|body/i.test(key)) event[key] = null
  if (name === 'alb') event['multiValueHeaders'] = {}
  const seen = await show(event)
  expect(seen).toMatchObject({ method: 'POST', query: [], cookies: [], body: '' })
})

test('a REST API gives the path as it was sent, with stage and mapping as the base path', async () => {
  const at = async (given: Partial<RawEvent>, context: object): Promise<unknown> => {
    const event = readEvent('apigwv1')
    const requestContext = { ...event.requestContext, ...context }
    const { basePath, path } = await show({ ...event, ...given, requestContext })
    return [basePath, path]
  }
  const proxy = { resource: '/{proxy+}' }
  expect(
    await at(
      { ...proxy, path: '/v1/a%2Fb', pathParameters: { proxy: 'a%2Fb' }, rawPath: '/v1/a%2Fb' },
      { path: '/v1/a%2Fb', domainName: 'api.example.com' },
    ),
  ).toEqual(['/v1', '/a%2Fb'])
  expect(await at({ resource: '/', path: '/', pathParameters: null }, { path: '/live/' })).toEqual([
    '/live',
    '/',
  ])
  expect(await at({ resource: '/', path: '/', pathParameters: null }, { path: '/live' })).toEqual([
    '/live',
    '/',
  ])
  const user = { resource: '/users/{id}', path: '/users/7', pathParameters: { id: '7' } }
  expect(await at(user, { path: '/live/users/7' })).toEqual(['/live', '/users/7'])
})

test('an HTTP API gives a decoded path, with stage or mapping as the base path', async () => {
  const at = async (rawPath: string, given: object, context: object): Promise<unknown> => {
    const event = readEvent('apigwv2')
    const requestContext = { ...event.requestContext, ...context }
    const { basePath, path } = await show({ ...event, rawPath, ...given, requestContext })
    return [basePath, path]
  }
  expect(await at('/prod/a b', {}, { stage: 'prod' })).toEqual(['/prod', '/a%20b'])
  expect(await at('/prod', {}, { stage: 'prod' })).toEqual(['/prod', '/'])
  // With the stage `$default`, and on a custom domain, such a path is the app's.
  expect(await at('/prod/a', {}, {})).toEqual(['', '/prod/a'])
  expect(await at('/prod/a', {}, { stage: 'prod', domainName: 'api.example.com' })).toEqual([
    '',
    '/prod/a',
  ])
  const route = { routeKey: 'ANY /{proxy+}', pathParameters: { proxy: 'a%b' } }
  const own = { domainName: 'api.example.com', stage: '$default' }
  expect(await at('/v1/a%b', route, own)).toEqual(['/v1', '/a%25b'])
  expect(await at('/a%b', route, own)).toEqual(['', '/a%25b'])
})

test('a function URL gives the path encoded', async () => {
  const event = readEvent('functionurl')
  const seen = await show({ ...event, rawPath: '/a%2Fb/%25' })
  expect(seen.rest).toEqual(['a/b', '%'])
})

test('the basePath option counts from the stage', async () => {
  const mounted = toLambda(createTestApp(), { basePath: '/api' })
  const event = readEvent('apigwv1')
  const at = async (path: string): Promise<[number, unknown]> => {
    const requestContext = { ...event.requestContext, path: `/live${path}` }
    const given = { ...event, path, pathParameters: { proxy: path.slice(1) }, requestContext }
    const { statusCode, body } = await mounted(given)
    const { basePath, path: seen } = JSON.parse(body)
    return [statusCode, [basePath, seen]]
  }
  expect(await at('/api/a')).toEqual([200, ['/live/api', '/a']])
  expect((await at('/apia'))[0]).toBe(404)
})

test.each([
  ['apigwv1', { headers: 1, multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] } }],
  ['apigwv2', { headers: 1, cookies: ['a=1', 'b=2'] }],
  ['functionurl', { headers: 1, cookies: ['a=1', 'b=2'] }],
  ['alb', { multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] } }],
  ['alb-single', { headers: { 'set-cookie': 'b=2' } }],
] as const)('%s: two cookies', async (name, expected) => {
  const result = await get(name, '/two-cookies')
  const { headers, multiValueHeaders, cookies, statusCode, statusDescription } = result
  expect([statusCode, result.body, result.isBase64Encoded]).toEqual([200, 'cookies', false])
  const given = expected as Partial<Record<keyof LambdaResult, unknown>>
  expect(statusDescription).toBe(name.startsWith('alb') ? '200 OK' : undefined)
  expect(headers !== undefined).toBe('headers' in given)
  expect(cookies?.map(cut)).toEqual(given.cookies)
  const lists = multiValueHeaders?.['set-cookie']?.map(cut)
  expect(lists && { 'set-cookie': lists }).toEqual(given.multiValueHeaders)
  const type = headers?.['content-type'] ?? multiValueHeaders?.['content-type']?.[0]
  expect(type).toBe('text/plain; charset=utf-8')
  // One name in one place only.
  expect(cut(headers?.['set-cookie'])).toBe(name === 'alb-single' ? 'b=2' : undefined)
})

test('names a load balancer that cannot send all cookies', async () => {
  const log: { message: string; level: string }[] = []
  await toLambda(createTestApp(log))(at('alb-single', '/two-cookies'))
  expect(log.map(({ level }) => level)).toEqual(['warn'])
  expect(log[0]?.message).toContain('turn on multi-value headers')
})

test.each(eventNames)('%s: bytes, a text stream, 204 and HEAD', async (name) => {
  const png = await get(name, '/bytes')
  expect([png.body, png.isBase64Encoded]).toEqual(['iVD/', true])
  const lines = await get(name, '/lines')
  expect([lines.body, lines.isBase64Encoded]).toEqual(['first λ\nsecond\n', false])
  const nothing = await get(name, '/nothing')
  expect([nothing.statusCode, nothing.body]).toEqual([204, ''])
  const head = await handler(at(name, '/bytes', 'HEAD'))
  expect([head.statusCode, head.body]).toEqual([200, ''])
})

test.each(eventNames)('%s: a stream that breaks off is a problem document', async (name) => {
  const result = await get(name, '/broken')
  expect([result.statusCode, JSON.parse(result.body).code]).toEqual([500, 'internal_error'])
})

test.each([
  ['apigwv1', 6_291_556],
  ['apigwv2', 6_291_556],
  ['functionurl', 6_291_556],
  ['alb', 1_048_576],
  ['alb-single', 1_048_576],
] as const)(
  '%s: a response over %i bytes of JSON is a problem and one log line',
  async (name, limit) => {
    const log: { message: string; error: Error }[] = []
    const run = toLambda(createTestApp(log))
    const over = await run(at(name, `/size/${limit}`))
    expect([over.statusCode, JSON.parse(over.body).code]).toEqual([500, 'internal_error'])
    expect(log).toHaveLength(1)
    expect(log[0]!.error.message).toContain(`longer than ${limit} bytes`)
    const fits = await run(at(name, `/size/${limit - 500}`))
    expect(fits.statusCode).toBe(200)
    expect(Buffer.byteLength(JSON.stringify(fits))).toBeLessThanOrEqual(limit)
    expect(log).toHaveLength(1)
  },
)

test.each([
  [undefined, 'headers'],
  [null, 'headers'],
  ['text', 'headers'],
  [{ source: 'aws.events', detail: { secret: 's3cret' } }, 'headers'],
  [{ Records: [] }, 'headers'],
  [{ version: '2.0', rawPath: 7, requestContext: {} }, 'headers'],
  [{ requestContext: { elb: {} }, multiValueHeaders: {} }, 'multiValueHeaders'],
])('answers an event of unknown shape with a 500 and one log line: %j', async (event, where) => {
  const log: { error: Error }[] = []
  const result = await toLambda(createTestApp(log))(event)
  expect([result.statusCode, JSON.parse(result.body).code]).toEqual([500, 'internal_error'])
  expect(result).toHaveProperty(where)
  expect(log).toHaveLength(1)
  expect(log[0]!.error.message).toContain('expected an event of a REST API, an HTTP API')
  expect(JSON.stringify(log) + log[0]!.error.message).not.toContain('s3cret')
})

test('has two parameters, as the runtime of Node 24 requires', () => {
  expect(handler).toHaveLength(2)
})

test('makes services in the init phase, and shares them between invocations', async () => {
  const made: string[] = []
  const app = createApp({
    routes: {
      count: route({
        method: 'GET',
        path: '/*',
        responses: { 200: stream('text/plain') },
        handler: ({ reply }, { n }: { n: number }) => reply(200, one(String(n))),
      }),
    },
  })
  const count = {
    lifetime: 'process' as const,
    create: () => made.push('made'),
    dispose: () => void made.push('disposed'),
  }
  const run = toLambda(app, { services: { n: count } })
  await run.ready()
  expect(made).toEqual(['made'])
  for (const name of eventNames) expect((await run(at(name, '/x'))).body).toBe('1')
  await run.close()
  expect(made).toEqual(['made', 'disposed'])
})

test('work after the response and disposal end before the invocation does', async () => {
  const done: string[] = []
  const app = createApp({
    routes: {
      later: route({
        method: 'GET',
        path: '/later',
        responses: { 200: stream('text/plain') },
        handler: ({ waitUntil, reply }, { held }: { held: string }) => {
          waitUntil(pause().then(() => done.push('work')))
          return reply(200, one(held))
        },
      }),
    },
  })
  const held = {
    lifetime: 'request' as const,
    create: () => 'held',
    dispose: () => void done.push('disposed'),
  }
  const { body } = await toLambda(app, { services: { held } })(at('functionurl', '/later'))
  expect(body).toBe('held')
  expect(done.sort()).toEqual(['disposed', 'work'])
})

test('work and streams that outlast the invocation do not cost the response', async () => {
  const log: { message: string; error?: Error }[] = []
  const app = createApp({
    routes: {
      endless: route({
        method: 'GET',
        path: '/work',
        responses: { 200: stream('text/plain') },
        handler: ({ waitUntil, reply }) => {
          waitUntil(new Promise(() => undefined))
          return reply(200, one('x'))
        },
      }),
    },
    log: (entry) => void log.push(entry as never),
  })
  const context = { getRemainingTimeInMillis: () => 320 }
  expect((await toLambda(app)(at('functionurl', '/work'), context)).body).toBe('x')
  expect(log).toHaveLength(1)
  expect(log[0]!.message).toContain('the invocation ended')
  log.length = 0
  const result = await toLambda(createTestApp(log))(at('functionurl', '/endless'), context)
  expect(result.statusCode).toBe(500)
  expect(log[0]!.error!.message).toContain('did not end before the invocation')
})

/** Returns a captured event with another target, without a body. */
function at(name: EventName, path: string, method = 'GET'): RawEvent {
  const event = readEvent(name)
  const { requestContext } = event
  const http = { ...(requestContext['http'] as object), method, path }
  const headers = { host: 'a.test', 'x-forwarded-for': '192.0.2.1' }
  const lists = Object.entries(headers).map(([key, value]) => [key, [value]] as const)
  return {
    ...event,
    httpMethod: method,
    path,
    rawPath: path,
    pathParameters: null,
    resource: '/{proxy+}',
    ...(name === 'alb-single' ? { headers } : {}),
    ...(name === 'alb' || name === 'apigwv1'
      ? { multiValueHeaders: Object.fromEntries(lists) }
      : {}),
    body: null,
    requestContext: { ...requestContext, path, ...('http' in requestContext ? { http } : {}) },
  }
}

async function get(name: EventName, path: string): Promise<LambdaResult> {
  return handler(at(name, path))
}

async function show(event: RawEvent): Promise<Record<string, unknown>> {
  const { statusCode, body } = await handler(event)
  expect([statusCode, body]).toEqual([200, expect.anything()])
  return JSON.parse(body) as Record<string, unknown>
}

function cut(cookie: string | undefined): string | undefined {
  return cookie?.split(';', 1)[0]
}

async function* one(text: string): AsyncGenerator<string> {
  yield text
  await pause()
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}
