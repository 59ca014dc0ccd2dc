import { createCaller } from '@gimbal/core'
import { inject, type TestRequest } from '@gimbal/core/testing'
import { expect, test } from 'vitest'
import { app } from './app.ts'

const open = (): { token: string } => ({ token: 'sesame' })

async function send(request: TestRequest) {
  const response = await inject(app, request, { resolveServices: open })
  if (!response) throw new Error('not ours')
  return response
}

test('greets the name in the path with the greeting of the query', async () => {
  expect(await send({ target: '/hello/Ada' })).toMatchObject({ status: 200, text: 'Hello, Ada!\n' })
  const french = await send({ target: '/hello/Zo%C3%AB?greeting=Salut' })
  expect(french).toMatchObject({ status: 200, text: 'Salut, Zoë!\n' })
  expect(french.header('content-type')).toBe('text/plain; charset=utf-8')
})

test('reads a header', async () => {
  const headers = { 'Accept-Language': 'fr, en;q=0.5' }
  expect((await send({ target: '/language', headers })).text).toBe('You read fr, en;q=0.5.\n')
  expect((await send({ target: '/language' })).text).toBe('You read anything.\n')
})

test('accepts JSON, and lists all issues of an invalid body', async () => {
  const post = (body: string) =>
    send({
      method: 'POST',
      target: '/greetings',
      headers: { 'content-type': 'application/json' },
      body,
    })
  expect(await post('{"name":"Ada"}')).toMatchObject({
    status: 201,
    text: '{"greeting":"Hello, Ada!"}',
  })
  const refused = await post('{"name":"","admin":true}')
  expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
    422,
    { code: 'validation', errors: [{ path: ['name'] }, { path: ['admin'] }] },
  ])
  expect((await post('{')).status).toBe(400)
})

test.for([
  [undefined, 401, 'Bearer'],
  ['Bearer wrong', 401, 'Bearer error="invalid_token"'],
  ['Bearer sesame', 200, undefined],
] as const)('guards the secret: %s gets %i', async ([authorization, status, challenge]) => {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await send({ target: '/secret', headers })
  expect([response.status, response.header('www-authenticate')]).toEqual([status, challenge])
})

test('refuses every request if no token is set', async () => {
  const request = { target: '/secret', headers: { authorization: 'Bearer undefined' } }
  const response = await inject(app, request, { resolveServices: () => ({ token: undefined }) })
  expect(response?.status).toBe(401)
})

test('streams numbers', async () => {
  expect((await send({ target: '/count/3' })).text).toBe('1\n2\n3\n')
  expect((await send({ target: '/count/many' })).text).toBe('')
})

test('can be called without HTTP, with types', async () => {
  const { status, body } = await createCaller(app, open()).greet({ body: { name: 'Ada' } })
  expect([status, body]).toEqual([201, { greeting: 'Hello, Ada!' }])
})
