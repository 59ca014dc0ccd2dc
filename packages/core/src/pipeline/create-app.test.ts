import * as z from 'zod'
import { expect, test, vi } from 'vitest'
import { createApp } from './create-app.ts'
import { HttpError } from '../errors/http-error.ts'
import { guard } from './guard.ts'
import type { LogEntry } from '../contract/log.ts'
import { route } from '../contract/route.ts'
import { bytes, form, json as jsonAs, stream, text } from '../contract/body-types.ts'
import { noContent, problem, redirect, trustSchema } from '../contract/declarations.ts'
import { inject } from '../testing.ts'
import { call, createCaller } from '../in-process/create-caller.ts'
import { bearer } from '../middleware/bearer.ts'
import { log as logs } from '../middleware/log.ts'
import { requestId } from '../middleware/request-id.ts'
import { createResponse } from './create-response.ts'
import type { Middleware } from '../contract/types.ts'
import type { Answer } from '../contract/http-response.ts'

const json = { 'content-type': 'application/json' }
const User = z.object({ id: z.number(), name: z.string() })
const silent = { log: () => undefined }

const signedIn = bearer({ verify: (token) => (token === 'good' ? { id: 7 } : undefined) })
let runs = 0
const createUser = route({
  method: 'POST',
  path: '/users/:org',
  params: z.object({ org: z.string().max(3) }),
  query: z.object({ dry: z.enum(['yes', 'no']).optional() }),
  headers: z.object({ 'x-kind': z.string().optional() }),
  body: z.object({ name: z.string() }),
  guards: { user: signedIn },
  responses: { 201: User },
  handler: ({ body, user, reply }) => {
    runs++
    return reply(201, { id: user.id, name: body.name, hash: 'secret' } as z.input<typeof User>)
  },
})
const thrown = route({
  method: 'GET',
  path: '/throw/:what',
  responses: { 200: text() },
  handler: ({ params }) => {
    if (params.what === 'error') throw new Error('secret-password')
    if (params.what === 'string') throw 'secret-password' // eslint-disable-line @typescript-eslint/only-throw-error -- the point
    if (params.what === 'teapot') throw new HttpError(418, { code: 'teapot' })
    return undefined as never
  },
})

const good = { ...json, authorization: 'Bearer good' }

test('returns the error of the first failed check if two fail', async () => {
  const app = createApp({ routes: { createUser }, bodyLimit: 100, ...silent })
  const big = { 'content-length': '101' }
  const cases: [object, number, string][] = [
    [{ target: `/${'x'.repeat(8001)}`, headers: { host: 'a/b' } }, 414, 'uri_too_long'],
    [{ target: '/%zz', headers: { host: 'a/b' } }, 400, 'bad_host'],
    [{ target: '/%zz' }, 400, 'bad_path'],
    [{ target: '/nope', method: 'PURGE' }, 404, 'not_found'],
    [{ target: '/users/o', method: 'PURGE' }, 501, 'not_implemented'],
    [{ target: '/users/o', method: 'PUT', headers: big }, 405, 'method_not_allowed'],
    [{ target: '/users/o', headers: { 'content-type': 'text/plain' } }, 401, 'unauthorized'],
    [
      {
        target: '/users/long',
        headers: { ...good, 'content-type': 'text/plain' },
        body: 'x'.repeat(101),
      },
      415,
      'unsupported_media_type',
    ],
    [{ target: '/users/long', headers: good, body: 'x'.repeat(101) }, 413, 'body_too_large'],
    [{ target: '/users/long', headers: good, body: '{' }, 400, 'invalid_json'],
    [{ target: '/users/long?dry=x', headers: good, body: '{}' }, 404, 'not_found'],
    [{ target: '/users/o?dry=x', headers: good, body: '{}' }, 422, 'validation'],
  ]
  runs = 0
  for (const [request, status, code] of cases) {
    const response = await inject(app, { method: 'POST', ...request } as never)
    expect({ status: response?.status, code: JSON.parse(response!.text).code }).toEqual({
      status,
      code,
    })
  }
  expect(runs).toBe(0)
})

test('returns all issues in one response in the order query, headers, body', async () => {
  const app = createApp({ routes: { createUser }, ...silent })
  const response = await inject(app, {
    method: 'POST',
    target: '/users/o?dry=x',
    headers: good,
    body: '{"name":1}',
  })
  const { errors } = JSON.parse(response!.text) as { errors: { in: string; path: string[] }[] }
  expect(errors.map((each) => [each.in, each.path])).toEqual([
    ['query', ['dry']],
    ['body', ['name']],
  ])
})

test('returns a hundred of half a million issues', async () => {
  const postNames = route({
    method: 'POST',
    path: '/names',
    body: z.array(z.string()),
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'ok'),
  })
  const app = createApp({ routes: { postNames }, ...silent })
  const body = `[${'0,'.repeat(499_999)}0]`
  const response = await inject(app, { method: 'POST', target: '/names', headers: json, body })
  const { errors } = JSON.parse(response!.text) as { errors: unknown[] }
  expect([response?.status, errors.length]).toEqual([422, 100])
})

test('strips unknown keys and adds no-store to the response of a guarded route', async () => {
  const app = createApp({ routes: { createUser }, ...silent })
  const request = { method: 'POST', target: '/users/o', headers: good, body: '{"name":"Ada"}' }
  const response = await inject(app, request)
  expect(response).toMatchObject({ status: 201, text: '{"id":7,"name":"Ada"}' })
  expect(response?.header('cache-control')).toBe('no-store')
})

test('an HttpError becomes the response, any other error is logged once and becomes a plain 500', async () => {
  const entries: LogEntry[] = []
  const app = createApp({ routes: { thrown }, log: (entry) => entries.push(entry) })
  const answers = new Set<string>()
  for (const what of ['error', 'string', 'nothing']) {
    const response = await inject(app, { target: `/throw/${what}` })
    expect(response?.status).toBe(500)
    answers.add(response!.text)
  }
  expect([...answers]).toEqual([
    '{"type":"about:blank","title":"Internal Server Error","status":500,"code":"internal_error"}',
  ])
  expect(entries.map((entry) => entry.level)).toEqual(['error', 'error', 'error'])
  expect(await inject(app, { target: '/throw/teapot' })).toMatchObject({ status: 418 })
  expect(entries).toHaveLength(3)
})

test.each([
  ['and waits for both', async (next: () => Promise<unknown>) => (await next(), next())],
  [
    'and drops the second',
    async (next: () => Promise<unknown>) => {
      const response = await next()
      void next()
      return response
    },
  ],
])('a middleware that calls next() twice %s gets an error with its name', async (_how, twice) => {
  let handled = 0
  const get = route({
    method: 'GET',
    path: '/',
    responses: { 200: text() },
    handler: async ({ reply }) => (handled++, reply(200, 'ok')),
  })
  const first: Middleware = (_request, _services, next) => next()
  const retry = (async (_request, _services, next) => twice(next)) as Middleware
  const entries: LogEntry[] = []
  const app = createApp({
    routes: { get },
    use: [first, retry],
    log: (entry) => entries.push(entry),
  })
  expect(await inject(app, { target: '/' })).toMatchObject({ status: 500 })
  expect(handled).toBe(1)
  expect(entries.map(({ error }) => String(error))).toEqual([
    'TypeError: middleware 2 (retry) called next() twice: it may call it once',
  ])
})

test('next() does not reject: the error of an inner middleware is a response for the outer layers', async () => {
  const seen: number[] = []
  const app = createApp({
    routes: { thrown },
    ...silent,
    use: [
      requestId(),
      async (_request, _services, next) => {
        const response = await next()
        seen.push(response.status)
        return response
      },
      (request) => {
        throw new Error(request.path)
      },
    ],
  })
  const response = await inject(app, { target: '/nope' })
  expect(response?.status).toBe(500)
  expect(response?.header('x-request-id')).toMatch(/^[\w-]{36}$/)
  expect(seen).toEqual([500])
})

test('logs a refusal before the middleware and sends its request id', async () => {
  const entries: LogEntry[] = []
  const app = createApp({ routes: { thrown }, log: (entry) => entries.push(entry) })
  const response = await inject(app, { target: '/%zz' })
  expect(entries).toMatchObject([{ status: 400, code: 'bad_path' }])
  expect(response?.header('x-request-id')).toBe(entries[0]?.id)
})

test("passes unmatched requests on before any middleware runs if onNotFound is 'next'", async () => {
  const ran: string[] = []
  const app = createApp({
    routes: { createUser, thrown },
    ...silent,
    use: [
      (request, _services, next) => {
        ran.push(request.path)
        return next()
      },
    ],
  })
  const mounted = { basePath: '/api', onNotFound: 'next' } as const
  for (const request of [
    { target: '/api/nope' },
    { target: '/other' },
    { target: '/api' },
    { target: '/API/throw/teapot' },
    { target: '/api/../throw/teapot' },
    { target: '/api/users/o', method: 'GET' },
    { target: '/api/users/o', method: 'PURGE' },
    { target: '/%zz' },
    { target: `/${'x'.repeat(9000)}` },
    { target: '/other', headers: { host: 'a/b' } },
  ]) {
    expect(await inject(app, request, mounted), JSON.stringify(request)).toBeUndefined()
  }
  expect(ran).toEqual([])
  expect(await inject(app, { target: '/api/throw/teapot' }, mounted)).toMatchObject({ status: 418 })
  const options = { target: '/api/users/o', method: 'OPTIONS' }
  expect(await inject(app, options, mounted)).toMatchObject({ status: 204 })
  // A bad path that resembles a route is the app's, any other one is not.
  expect(await inject(app, { target: '/api/users/%zz' }, mounted)).toMatchObject({ status: 400 })
  expect(await inject(app, { target: '/api/%zz' }, mounted)).toBeUndefined()
  const badHost = { target: '/api/throw/teapot', headers: { host: 'a/b' } }
  expect(await inject(app, badHost, mounted)).toMatchObject({ status: 400 })
})

test('reads a body as its route declares', async () => {
  const routes = {
    text: route({
      method: 'POST',
      path: '/text',
      body: text(),
      responses: { 200: text() },
      handler: ({ body, reply }) => reply(200, body),
    }),
    bytes: route({
      method: 'POST',
      path: '/bytes',
      body: bytes(),
      responses: { 200: bytes() },
      handler: ({ body, reply }) => reply(200, body),
    }),
    form: route({
      method: 'POST',
      path: '/form',
      body: form(z.object({ a: z.array(z.string()), b: z.string() })),
      responses: { 200: trustSchema(z.any()) },
      handler: ({ body, reply }) => reply(200, body),
    }),
    stream: route({
      method: 'POST',
      path: '/stream',
      body: stream(),
      bodyLimit: 3,
      responses: { 200: text() },
      handler: async ({ body, reply }) => {
        let length = 0
        for await (const chunk of body) length += chunk.length
        return reply(200, String(length))
      },
    }),
    signed: route({
      method: 'POST',
      path: '/signed',
      body: z.object({ a: z.number() }),
      responses: { 200: text() },
      handler: async ({ body, text, reply }) => reply(200, `${String(body.a)} ${await text()}`),
    }),
    demand: route({
      method: 'POST',
      path: '/demand',
      responses: { 200: text() },
      handler: async ({ json, reply }) => reply(200, JSON.stringify(await json())),
    }),
  }
  const app = createApp({ routes, ...silent })
  const post = (target: string, type: string, body: string): ReturnType<typeof inject> =>
    inject(app, { method: 'POST', target, headers: { 'content-type': type }, body })
  expect(await post('/text', 'text/csv; charset=UTF-8', 'a,é')).toMatchObject({ text: 'a,é' })
  expect(await post('/text', 'text/csv; charset=latin1', 'a')).toMatchObject({ status: 415 })
  expect(await post('/text', 'application/json', 'a')).toMatchObject({ status: 415 })
  expect(await post('/bytes', 'image/png', 'abc')).toMatchObject({ text: 'abc' })
  expect(await post('/bytes', 'Multipart/Form-Data; boundary=x', 'abc')).toMatchObject({
    status: 415,
  })
  const encoded = await post('/form', 'application/x-www-form-urlencoded', 'a=1&a=2&b=+')
  expect(encoded?.text).toBe('{"a":["1","2"],"b":" "}')
  expect(await post('/stream', 'a/b', 'abc')).toMatchObject({ text: '3' })
  expect(await post('/stream', 'a/b', 'abcd')).toMatchObject({ status: 413, close: true })
  expect(await post('/signed', 'application/json', '{"a": 1}')).toMatchObject({
    text: '1 {"a": 1}',
  })
  expect(await post('/demand', 'application/json', '{"a": 1}')).toMatchObject({ text: '{"a":1}' })
  expect(await post('/demand', 'text/plain', '{"a": 1}')).toMatchObject({ status: 415 })
  expect(await post('/demand', 'application/json', '')).toMatchObject({ status: 400 })
})

test('closes the connection after an unread chunked body, but not after one of known length', async () => {
  const nothing = route({
    method: 'POST',
    path: '/nothing',
    responses: { 204: noContent },
    handler: ({ reply }) => reply(204),
  })
  const app = createApp({ routes: { nothing }, ...silent })
  const chunked = (async function* () {
    yield 'x'
  })()
  const request = { method: 'POST', target: '/nothing' }
  expect(await inject(app, { ...request, body: chunked })).toMatchObject({
    status: 204,
    close: true,
  })
  expect(await inject(app, { ...request, body: 'x' })).toMatchObject({ status: 204, close: false })
})

test('refuses a redirect to another host', async () => {
  const go = route({
    method: 'GET',
    path: '/go',
    query: z.object({ to: z.string() }),
    responses: { 302: redirect },
    handler: ({ query, reply }) => reply(302, query.to),
  })
  const app = createApp({ routes: { go }, ...silent })
  const to = (value: string): ReturnType<typeof inject> =>
    inject(app, { target: `/go?to=${encodeURIComponent(value)}` })
  expect((await to('/café'))?.header('location')).toBe('/caf%C3%A9')
  for (const bad of [
    '//evil.test',
    '/\\evil.test',
    'javascript:alert(1)',
    'https://evil.test/',
    '',
  ]) {
    expect(JSON.parse((await to(bad))!.text), bad).toMatchObject({ code: 'bad_redirect' })
  }
})

test('runs the guards of a group first and passes on their values by name', async () => {
  const order: string[] = []
  const step = (name: string): ReturnType<typeof make> => make(name)
  const make = (name: string) =>
    guard({
      responses: { 403: problem('no') },
      check: ({ query, reply }) => {
        order.push(name)
        return query.get('stop') === name ? reply(403, 'no') : name.length
      },
    })
  const group = route.with({ prefix: '/g', guards: { outer: step('outer') } })
  const one = group({
    method: 'GET',
    path: '/one',
    guards: { inner: step('inner') },
    responses: { 200: text() },
    handler: ({ outer, inner, reply }) => reply(200, String(outer + inner)),
  })
  const app = createApp({ routes: { one }, ...silent })
  expect(await inject(app, { target: '/g/one' })).toMatchObject({ status: 200, text: '10' })
  order.length = 0
  expect(await inject(app, { target: '/g/one?stop=outer' })).toMatchObject({ status: 403 })
  expect(order).toEqual(['outer'])
  expect(() => group({ ...one, guards: { outer: step('x') } } as never)).toThrow("guard 'outer'")
})

test('createApp throws for a response schema that may pass on unknown keys', () => {
  const leak = (schema: z.ZodType): (() => unknown) => {
    const leaky = route({
      method: 'GET',
      path: '/leaky',
      responses: { 200: schema },
      handler: ({ reply }) => reply(200, {}),
    })
    return () => createApp({ routes: { leaky } })
  }
  for (const schema of [
    z.looseObject({}),
    z.any(),
    z.object({ a: z.record(z.string(), z.string()) }),
    z.array(z.unknown()),
    z.union([z.string(), z.looseObject({})]),
  ]) {
    expect(leak(schema)).toThrow('leaky (GET /leaky), 200: the schema may send')
    expect(leak(trustSchema(schema))).not.toThrow()
  }
  for (const schema of [User, z.array(User), User.or(z.null()), z.enum(['a']), z.tuple([User])]) {
    expect(leak(schema)).not.toThrow()
  }
})

test('a call in process runs the same steps and converts the body by JSON', async () => {
  const when = route({
    method: 'GET',
    path: '/when/:id',
    responses: {
      200: z.object({
        at: z
          .date()
          .transform((at) => at.toISOString())
          .pipe(z.iso.datetime()),
      }),
    },
    handler: ({ reply }, { clock }: { clock: () => Date }) => reply(200, { at: clock() }),
  })
  const found = await call(when, { clock: () => new Date(0) }, { params: { id: 'a/b?' } })
  expect(found).toMatchObject({ status: 200, body: { at: '1970-01-01T00:00:00.000Z' } })
  const app = createApp({ routes: { createUser }, ...silent })
  const refused = await createCaller(app, {}).createUser({
    params: { org: 'o' },
    body: { name: 'x' },
  })
  expect(refused).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
})

test('creates the request id unless trustRequestId accepts that of the request', async () => {
  const routes = {
    id: route({
      method: 'GET',
      path: '/id',
      responses: { 200: text() },
      handler: ({ id, reply }) => reply(200, id),
    }),
  }
  const ask = async (trustRequestId: boolean, id: string): Promise<string> =>
    (await inject(createApp({ routes, trustRequestId, ...silent }), {
      target: '/id',
      headers: { 'x-request-id': id },
    }))!.text
  expect(await ask(false, 'theirs')).not.toBe('theirs')
  expect(await ask(true, 'theirs')).toBe('theirs')
  expect(await ask(true, 'with space')).not.toBe('with space')
  expect(await ask(true, 'x'.repeat(65))).not.toBe('x'.repeat(65))
})

test('a response or an error with invalid headers becomes a plain 500 with a request id', async () => {
  const bad = route({
    method: 'GET',
    path: '/bad',
    responses: { 200: text() },
    handler: () => {
      throw new HttpError(409, { headers: { 'x-a': 'é' } })
    },
  })
  const errors: unknown[] = []
  const app = createApp({ routes: { bad }, log: (entry) => errors.push(entry.error) })
  const response = await inject(app, { target: '/bad' })
  expect(response?.status).toBe(500)
  expect(response?.header('x-request-id')).toMatch(/^[\w-]{36}$/)
  expect(String(errors[0])).toContain("'x-a' is not printable ASCII")
  const open = (): never => {
    throw new HttpError(503, { headers: { 'x-a': 'é' } })
  }
  expect(await inject(app, { target: '/bad' }, { resolveServices: open })).toMatchObject({
    status: 500,
  })
})

test('json() throws for an invalid media type', () => {
  expect(() => jsonAs(User, 'nonsense')).toThrow('got nonsense')
  expect(jsonAs(User, 'application/ld+json').contentType).toBe('application/ld+json')
})

test('works if the global Promise is replaced, as by zone.js', async () => {
  const app = createApp({ routes: { createUser }, use: [requestId()], ...silent })
  const Native = globalThis.Promise
  globalThis.Promise = class extends Native<never> {} as unknown as PromiseConstructor
  try {
    const response = await inject(app, {
      method: 'POST',
      target: '/users/a',
      headers: { ...json, authorization: 'Bearer good' },
      body: '{"name":"Ada"}',
    })
    expect(response?.status).toBe(201)
  } finally {
    globalThis.Promise = Native
  }
})

interface Replying {
  readonly reply: (status: 401) => Answer
}

test.each<[string, (request: Replying) => unknown]>([
  ['false', () => false],
  ['null', () => null],
  ['undefined', () => undefined],
  ["''", () => ''],
  ['0', () => 0],
  ['NaN', () => NaN],
  ['undefined', async () => undefined],
  ['a response that reply() did not make', () => createResponse(401)],
  ['a response that reply() did not make', () => new Response(null, { status: 401 })],
  ['a response that reply() did not make', () => ({ status: 403 })],
  ['a response that reply() did not make', () => ({ headersSent: true })],
  ['an error, which is to be thrown', () => new HttpError(401)],
  ['an error, which is to be thrown', () => new Error('no')],
  [
    'a function, which was not called',
    ({ reply }) =>
      () =>
        reply(401),
  ],
  [
    'a generator, which does not run',
    function* ({ reply }) {
      yield reply(401)
    },
  ],
  [
    'a generator, which does not run',
    async function* ({ reply }) {
      yield reply(401)
    },
  ],
  ...[
    async ({ reply }: Replying) => Promise.all([Promise.resolve(reply(401))]),
    async ({ reply }: Replying) => Promise.allSettled([Promise.resolve(reply(401))]),
    ({ reply }: Replying) => ({ refused: reply(401) }),
    ({ reply }: Replying) => new Map([['refused', reply(401)]]),
    ({ reply }: Replying) => new Set([reply(401)]),
    ({ reply }: Replying) => [[reply(401)]],
  ].map((check): [string, (request: Replying) => unknown] => [
    'a response inside of something else',
    check,
  ]),
  ['a list of promises', () => [Promise.resolve(null)]],
  ['a boxed primitive', () => new Boolean(false)],
  ['a response that reply() did not make', () => Response.error()],
])(
  'a guard that returns %s refuses the request, and the log names the guard',
  async (what, check) => {
    const entries: LogEntry[] = []
    let ran = false
    const guarded = route({
      method: 'GET',
      path: '/',
      guards: { mine: guard({ responses: { 401: problem() }, check: check }) },
      responses: { 204: noContent },
      handler: ({ reply }) => {
        ran = true
        return reply(204)
      },
    })
    const app = createApp({ routes: { guarded }, log: (entry) => entries.push(entry) })
    const response = await inject(app, { target: '/' })
    expect({ status: response?.status, ran }).toEqual({ status: 500, ran: false })
    expect(entries).toHaveLength(1)
    expect((entries[0]?.error as Error).message).toContain(
      `guard 'mine' of guarded (GET /) returned ${what}, so it refuses`,
    )
  },
)

test.each(['reply', 'headers', 'body', 'params', 'signal', 'log'])(
  'createApp throws for a guard with the name %s',
  (name) => {
    const guards = { [name]: signedIn }
    expect(() =>
      createApp({
        routes: {
          guarded: route({
            method: 'GET',
            path: '/',
            guards: guards as { user: typeof signedIn },
            responses: { 204: noContent },
            handler: ({ reply }) => reply(204),
          }),
        },
      }),
    ).toThrow(`a guard cannot be called '${name}'`)
  },
)

test.each<[string, (reply: (status: number, body?: unknown) => Answer) => unknown]>([
  ['another status', (reply) => reply(201, { secret: 1 })],
  ['an object as text', (reply) => reply(200, { secret: 1 })],
  ['an object as bytes', (reply) => reply(202, { secret: 1 })],
  ['an object as a stream', (reply) => reply(203, { secret: 1 })],
])('does not send a response that its route does not declare: %s', async (_, handler) => {
  const made = route({
    method: 'GET',
    path: '/',
    responses: { 200: text(), 202: bytes(), 203: stream(), 204: noContent },
    handler: ({ reply }) => handler(reply as never) as never,
  })
  const app = createApp({ routes: { made }, ...silent })
  const response = await inject(app, { target: '/' })
  expect(response?.status).toBe(500)
  expect(response?.text).not.toContain('secret')
})

test('an error that cannot be read, or has invalid headers or issues, becomes a 500', async () => {
  const thrownBy: Record<string, () => unknown> = {
    proxy: () =>
      new Proxy(new Error('x'), {
        get: () => {
          throw new Error('trap')
        },
      }),
    headers: () => new HttpError(400, { headers: { 'x-a': Symbol('b') as unknown as string } }),
    issues: () => new HttpError(422, { errors: 5 as never }),
  }
  for (const [name, make] of Object.entries(thrownBy)) {
    const failing = route({
      method: 'GET',
      path: '/',
      responses: { 204: noContent },
      handler: () => {
        throw make()
      },
    })
    for (const use of [[], [requestId()]]) {
      const app = createApp({ routes: { failing }, use, ...silent })
      expect((await inject(app, { target: '/' }))?.status, name).toBe(500)
    }
  }
})

test('a failing log, onError or middleware `outside` does not change the response', async () => {
  const rejected = vi.fn()
  const written = vi.spyOn(console, 'error').mockReturnValue()
  process.on('unhandledRejection', rejected)
  const pass: Middleware = async (_request, _services, next) => next()
  const failing = Object.assign(pass, {
    outside: () => {
      throw new Error('outside')
    },
  })
  const app = createApp({
    routes: { thrown },
    use: [failing],
    log: async () => {
      throw new Error('log')
    },
    onError: async () => {
      throw new Error('onError')
    },
  })
  expect((await inject(app, { target: '/throw/error' }))?.status).toBe(500)
  expect(app.refuse({ status: 400 }).status).toBe(400)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', rejected)
  expect(rejected).not.toHaveBeenCalled()
  expect(written).toHaveBeenCalledWith(expect.stringContaining('the log threw'))
  written.mockRestore()
})

test('log entries have the client, and the subject if a guard names one', async () => {
  const entries: LogEntry[] = []
  const guarded = route({
    method: 'GET',
    path: '/',
    guards: {
      user: bearer({ verify: (token) => ({ id: token.length }), subject: ({ id }) => id }),
    },
    responses: { 204: noContent },
    handler: ({ log, reply }) => {
      log('seen', { level: 'warn', size: 3n })
      return reply(204)
    },
  })
  const app = createApp({ routes: { guarded }, use: [logs()], log: (entry) => entries.push(entry) })
  await inject(app, { target: '/', headers: { authorization: 'Bearer abc' }, peer: '192.0.2.7' })
  await inject(app, { target: '/', peer: '192.0.2.8' })
  expect(entries).toMatchObject([
    { level: 'warn', message: 'seen', client: '192.0.2.7', subject: '3', size: 3n },
    { level: 'info', message: 'request', client: '192.0.2.7', subject: '3', status: 204 },
    { level: 'info', message: 'request', client: '192.0.2.8', subject: undefined, status: 401 },
  ])
})

test.each([false, null, undefined, '', 0])(
  'bearer responds with 401 if verify returns %s',
  async (found) => {
    const guarded = route({
      method: 'GET',
      path: '/',
      guards: { user: bearer({ verify: () => found }) },
      responses: { 204: noContent },
      handler: ({ reply }) => reply(204),
    })
    const app = createApp({ routes: { guarded }, ...silent })
    const response = await inject(app, { target: '/', headers: { authorization: 'Bearer a' } })
    expect([response?.status, response?.header('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ])
  },
)
