import { createCaller } from '@gimbal/core'
import { beforeAll, expect, test, vi } from 'vitest'
import * as auth from '../coming-from/auth.ts'
import * as authEverywhere from '../coming-from/auth-everywhere.ts'
import * as cookies from '../coming-from/cookies.ts'
import * as cors from '../coming-from/cors.ts'
import * as errors from '../coming-from/errors.ts'
import * as redirects from '../coming-from/redirects.ts'
import * as zod from '../coming-from/zod.ts'
import { openTopic } from './sides.ts'

beforeAll(() => {
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})

test('authentication that returns', async () => {
  const ask = openTopic(auth)
  const headers = { authorization: 'Bearer sesame' }
  expect(await ask('GET /me', { headers })).toEqual({ all: '200 {"name":"Ada"}' })
  expect(await ask('GET /me', { headers, show: ['cache-control'] })).toMatchObject({
    Express: '200 cache-control= {"name":"Ada"}',
    Gimbal: '200 cache-control=no-store {"name":"Ada"}',
  })
  expect(await ask('GET /me', { show: ['cache-control'] })).toEqual({
    Worker: '401 cache-control= {"error":"unauthorized"}',
    Express: '401 cache-control= {"error":"unauthorized"}',
    Hono: '401 cache-control= {"error":"unauthorized"}',
    Gimbal: '401 cache-control=no-store problem unauthorized',
  })
})

test('authentication in front of everything', async () => {
  const ask = openTopic(authEverywhere)
  const headers = { 'x-api-key': 'sesame' }
  expect(await ask('GET /secret', { headers })).toEqual({ all: '200 the cake is real' })
  expect(await ask('GET /secret')).toEqual({
    Hono: '401 {"error":"unauthorized"}',
    Gimbal: '401 problem unauthorized',
  })
  expect(await ask('GET /nope')).toEqual({
    Hono: '401 {"error":"unauthorized"}',
    Gimbal: '401 problem unauthorized',
  })
})

test('zod', async () => {
  const ask = openTopic(zod)
  expect(await ask('POST /users', asJson('{"name":"Ada","password":"correct horse"}'))).toEqual({
    all: '201 {"id":1,"name":"Ada"}',
  })
  const wrong = await ask('POST /users', asJson('{"name":""}'))
  expect(wrong).toEqual({
    Worker: expect.stringMatching(/^400 .*name.*password/),
    Express: expect.stringMatching(/^400 .*name.*password/),
    Hono: expect.stringMatching(/^400 .*name.*password/),
    Gimbal: '422 problem validation',
  })
  const answer = await createCaller(zod.app, {}).addUser({ body: { name: '', password: '' } })
  expect(answer.body).toMatchObject({
    errors: [
      { in: 'body', path: ['name'] },
      { in: 'body', path: ['password'] },
    ],
  })
})

test('errors', async () => {
  const ask = openTopic(errors)
  expect(await ask('GET /notes/1')).toEqual({ all: '200 buy milk' })
  expect(await ask('GET /notes/2')).toEqual({
    Worker: '404 no such note',
    Express: '404 no such note',
    Hono: '404 no such note',
    Gimbal: '404 problem no_such_note',
  })
  expect(errors.reported).toEqual([])
  expect(await ask('GET /notes/broken')).toEqual({
    Worker: '500 Internal Server Error',
    Express: '500 Internal Server Error',
    Hono: '500 Internal Server Error',
    Gimbal: '500 problem internal_error',
  })
  // Once by each of the three hosts by hand, and by the app on three hosts.
  expect(errors.reported).toHaveLength(6)
  for (const error of errors.reported) expect(String(error)).toContain('the disk is gone')
})

test('CORS', async () => {
  const ask = openTopic(cors)
  const show = ['access-control-allow-origin', 'vary']
  const from = (origin: string) => ({ origin, 'access-control-request-method': 'POST' })
  expect(await ask('GET /hello', { headers: { origin: 'https://app.example' }, show })).toEqual({
    all: '200 access-control-allow-origin=https://app.example vary=Origin hello',
  })
  expect(await ask('GET /hello', { headers: { origin: 'https://evil.example' }, show })).toEqual({
    all: '200 access-control-allow-origin= vary=Origin hello',
  })
  const allowed = await ask('OPTIONS /hello', { headers: from('https://app.example'), show })
  expect(allowed).toEqual({
    Worker: '204 access-control-allow-origin=https://app.example vary=Origin',
    Express:
      '204 access-control-allow-origin=https://app.example vary=Origin, Access-Control-Request-Headers',
    Hono: '204 access-control-allow-origin=https://app.example vary=Origin',
    Gimbal: '204 access-control-allow-origin=https://app.example vary=Origin',
  })
  const methods = { show: ['access-control-allow-methods'] }
  const asked = { headers: from('https://evil.example'), ...methods }
  expect(await ask('OPTIONS /hello', asked)).toEqual({
    Worker: '204 access-control-allow-methods=',
    Express: '204 access-control-allow-methods=GET,POST',
    Hono: '204 access-control-allow-methods=GET,POST',
    Gimbal: '204 access-control-allow-methods=',
  })
})

test('redirects', async () => {
  const ask = openTopic(redirects)
  const show = ['location']
  expect(await ask('GET /go?to=/new', { show })).toEqual({
    Worker: '302 location=/new',
    Express: '302 location=/new Found. Redirecting to /new',
    Hono: '302 location=/new',
    Gimbal: '302 location=/new',
  })
  for (const away of ['//evil.example', 'https://evil.example/']) {
    expect(await ask(`GET /go?to=${away}`, { show })).toEqual({
      Worker: `302 location=${away}`,
      Express: `302 location=${away} Found. Redirecting to ${away}`,
      Hono: `302 location=${away}`,
      Gimbal: '400 location= problem bad_redirect',
    })
  }
})

test('cookies', async () => {
  const ask = openTopic(cookies)
  expect(await ask('GET /theme', { headers: { cookie: 'a=1; theme=blue' } })).toEqual({
    all: '200 blue',
  })
  expect(await ask('GET /theme')).toEqual({ all: '200 light' })
  expect(await ask('GET /theme', { headers: { cookie: 'theme=sky%20blue' } })).toEqual({
    Worker: '200 sky%20blue',
    Express: '200 sky blue',
    Hono: '200 sky blue',
    Gimbal: '200 sky%20blue',
  })
  const set = await ask('GET /theme', { show: ['set-cookie'] })
  const { Express = '', ...others } = set
  for (const line of [Express.replace(/ Expires=[^;]+;/, ''), ...Object.values(others)]) {
    const parts = line.replace(/^200 set-cookie=| light$/g, '').split('; ')
    expect(parts.sort()).toEqual([
      'HttpOnly',
      'Max-Age=3600',
      'Path=/',
      'SameSite=Lax',
      'Secure',
      'theme=dark',
    ])
  }
})

const asJson = (body: string) => ({ headers: { 'content-type': 'application/json' }, body })
