import supertest from 'supertest'
import { beforeEach, expect, test } from 'vitest'
import { bindApp } from '../src/host.ts'
import type { Failure } from '../src/report.ts'

let failures: Failure[]
let lines: string[]
let client: ReturnType<typeof supertest.agent>

beforeEach(() => {
  failures = []
  lines = []
  client = supertest.agent(
    bindApp({
      sessionSecret: 'a secret',
      report: (failure) => failures.push(failure),
      writeLine: (line) => lines.push(line),
    }),
  )
})

const signIn = () => client.post('/api/sign-in').send({ name: 'Ada' }).expect(204)

test('a moved route responds instead of the old one', async () => {
  const { body } = await client.get('/api/notes').expect(200)
  expect(body).toEqual({ notes: [{ id: 1, text: 'first', author: 'Ada' }] })
})

test('the old router responds to routes that have not moved, method by method', async () => {
  await client.get('/api/notes/1').expect(200, { id: 1, text: 'first', author: 'Ada' })
  await client.get('/api/sign-in').expect(404, { error: 'nothing here' })
  await client.delete('/api/notes').expect(404, { error: 'nothing here' })
})

test('a spelling that only Express accepts for the same path still reaches the old route', async () => {
  for (const path of ['/api/Notes', '/api/notes/']) {
    const { body } = await client.get(path).expect(200)
    expect(body).toMatchObject({ from: 'the old router' })
  }
})

test('the host sends the 404, inside and outside of the mount', async () => {
  await client.get('/api/nope').expect(404, { error: 'nothing here' })
  await client.get('/api/notes/7').expect(404, { error: 'nothing here' })
  await client.get('/nope').expect(404, { error: 'nothing here' })
})

test('helmet and cors also set headers on responses of the app, errors included', async () => {
  for (const request of [client.get('/api/notes'), client.post('/api/notes').send({ text: 'x' })]) {
    const { headers } = await request.set('origin', 'https://app.example')
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-credentials': 'true',
      vary: expect.stringContaining('Origin'),
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  }
  const preflight = client.options('/api/notes').set('origin', 'https://app.example')
  await preflight.set('access-control-request-method', 'POST').expect(204)
  const stranger = await client.get('/api/notes').set('origin', 'https://evil.example')
  expect(stranger.headers).not.toHaveProperty('access-control-allow-origin')
})

test('compression compresses a response of the app that is long enough', async () => {
  await signIn()
  await client
    .post('/api/notes')
    .send({ text: 'long '.repeat(500) })
    .expect(201)
  const { body, headers } = await client.get('/api/notes').set('accept-encoding', 'gzip')
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json' })
  expect(headers).not.toHaveProperty('content-length')
  expect(body).toMatchObject({ notes: [{ id: 1 }, { id: 2, text: 'long '.repeat(500) }] })
})

test("the session's user reaches a handler, and a guard refuses requests without one", async () => {
  const refused = await client.post('/api/notes').send({ text: 'hello' }).expect(401)
  expect(refused.body).toMatchObject({ status: 401, code: 'unauthorized' })
  await signIn()
  const created = await client.post('/api/notes').send({ text: 'hello' }).expect(201)
  expect(created.body).toEqual({ id: 2, text: 'hello', author: 'Ada' })
  // The location is a path of an old route: both sides share the data.
  await client.get(String(created.headers['location'])).expect(200, created.body)
})

test('a response of the app renews the session cookie', async () => {
  await client.get('/api/me').expect(({ headers }) => {
    expect(headers).not.toHaveProperty('set-cookie')
  })
  await signIn()
  const { headers } = await client.get('/api/me').expect(200)
  expect(String(headers['set-cookie'])).toMatch(/^connect\.sid=s%3A.*; HttpOnly; SameSite=Lax$/)
})

test('cookies, session and client address are the same as in Express', async () => {
  const { headers } = await signIn()
  const session = String(headers['set-cookie']).split(';')[0]!
  const ask = async (path: string) => {
    const request = client.get(path).set('x-forwarded-for', '198.51.100.9, 203.0.113.7')
    return (await request.set('cookie', `${session}; theme=dark`)).body as unknown
  }
  const ours = await ask('/api/me')
  expect(ours).toEqual({ ip: '203.0.113.7', theme: 'dark', user: { id: 1, name: 'Ada' } })
  expect(await ask('/api/whoami')).toEqual(ours)
})

test('without the proxy header, Express uses the peer address and the app has no client address', async () => {
  const theirs = await client.get('/api/whoami').expect(200)
  expect(theirs.body).toEqual({ ip: expect.stringContaining('127.0.0.1') })
  await client.get('/api/me').expect(200, {})
})

test("Express's error handler gets errors of old routes, with the cause", async () => {
  await client.get('/api/report').expect(500, { error: 'something broke' })
  expect(failures).toMatchObject([
    { method: 'GET', path: '/api/report', error: { message: 'the old report failed' } },
  ])
})

test("Express's error handler also gets what express.json refuses before the app", async () => {
  const request = client.post('/api/notes').set('content-type', 'application/json')
  await request.send('{').expect(400, { error: 'something broke' })
})

test('the cause of an error of the app goes to the same report, and not to the client', async () => {
  const { body, text } = await client.post('/api/export').expect(503)
  expect(body).toMatchObject({ status: 503, code: 'storage_unavailable' })
  expect(text).not.toContain('ECONNREFUSED')
  expect(failures).toMatchObject([
    {
      method: 'POST',
      path: '/api/export',
      error: { cause: { message: 'connect ECONNREFUSED storage:9000' } },
    },
  ])
})

test('morgan writes a line for every response, with the address that both sides use', async () => {
  const ask = (path: string) => client.get(path).set('x-forwarded-for', '203.0.113.7')
  for (const path of ['/api/notes?page=1', '/api/notes/1', '/api/nope']) await ask(path)
  expect(lines).toEqual([
    'GET /api/notes?page=1 200 203.0.113.7',
    'GET /api/notes/1 200 203.0.113.7',
    'GET /api/nope 404 203.0.113.7',
  ])
})
