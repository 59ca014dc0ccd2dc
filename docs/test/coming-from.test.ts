import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import * as form from '../coming-from/form.ts'
import * as header from '../coming-from/header.ts'
import * as json from '../coming-from/json.ts'
import * as methods from '../coming-from/methods.ts'
import * as query from '../coming-from/query.ts'
import { openTopic } from './sides.ts'
import { fillSnippets, listRegions, listSnippets } from './snippets.ts'

beforeAll(() => {
  vi.spyOn(console, 'log').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})

test('the document shows exactly the code that is tested here', async () => {
  const markdown = readFileSync(new URL('../COMING-FROM.md', import.meta.url), 'utf8')
  // `vitest run docs -u` writes the code into the document.
  await expect(fillSnippets(markdown)).toMatchFileSnapshot('../COMING-FROM.md')
  const [, prisma] = /```prisma\n([^]*?)\n```/.exec(markdown)!
  expect(readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')).toContain(
    prisma,
  )
  const files = readdirSync(new URL('../coming-from', import.meta.url)).filter(isTypeScript)
  const regions = files.flatMap((file) => listRegions(`coming-from/${file}`))
  expect(listSnippets(markdown).sort()).toEqual(regions.sort())
})

const isTypeScript = (file: string): boolean => file.endsWith('.ts')

test('methods and paths', async () => {
  const ask = openTopic(methods)
  expect(await ask('GET /notes/7')).toEqual({ all: '200 note 7' })
  expect(await ask('GET /notes/a%2Fb%20c')).toEqual({ all: '200 note a/b c' })
  expect(await ask('DELETE /notes/7')).toEqual({ all: '204' })
  expect(await ask('PUT /notes/7', { show: ['allow'] })).toEqual({
    Worker: '405 allow= Method Not Allowed',
    Express: '404 allow= Cannot PUT /notes/7',
    Hono: '404 allow= 404 Not Found',
    Gimbal: '405 allow=GET, HEAD, DELETE, OPTIONS problem method_not_allowed',
  })
  expect(await ask('OPTIONS /notes/7', { show: ['allow'] })).toEqual({
    Worker: '405 allow= Method Not Allowed',
    Express: '200 allow=DELETE, GET, HEAD DELETE, GET, HEAD',
    Hono: '404 allow= 404 Not Found',
    Gimbal: '204 allow=GET, HEAD, DELETE, OPTIONS',
  })
  expect(await ask('HEAD /notes/7')).toEqual({
    Worker: '405 Method Not Allowed',
    Express: '200',
    Hono: '200',
    Gimbal: '200',
  })
  expect(await ask('GET /nope')).toEqual({
    Worker: '404 Not Found',
    Express: '404 Cannot GET /nope',
    Hono: '404 404 Not Found',
    Gimbal: '404 problem not_found',
  })
  for (const path of ['/Notes/7', '/notes/7/']) {
    expect(await ask(`GET ${path}`)).toEqual({
      Worker: '404 Not Found',
      Express: '200 note 7',
      Hono: '404 404 Not Found',
      Gimbal: '404 problem not_found',
    })
  }
  expect(await ask('GET /notes/%ff')).toEqual({
    Worker: 'throws URIError',
    Express: expect.stringMatching(/^400 URIError/),
    Hono: '200 note %ff',
    Gimbal: '400 problem bad_path',
  })
})

test('the query', async () => {
  const ask = openTopic(query)
  expect(await ask('GET /search?q=green+tea&tag=a&tag=b')).toEqual({
    all: '200 {"q":"green tea","tags":["a","b"]}',
  })
  expect(await ask('GET /search')).toEqual({ all: '200 {"q":null,"tags":[]}' })
  expect(await ask('GET /search?q=a&q=b')).toEqual({
    Worker: '200 {"q":"a","tags":[]}',
    Express: '200 {"q":["a","b"],"tags":[]}',
    Hono: '200 {"q":"a","tags":[]}',
    Gimbal: '200 {"q":"a","tags":[]}',
  })
  expect(await ask('GET /search', { show: ['content-type'] })).toMatchObject({
    Express: expect.stringContaining('=application/json; charset=utf-8 '),
    Gimbal: expect.stringContaining('=application/json '),
  })
})

test('a query with a schema', async () => {
  const ask = openTopic(query)
  expect(await ask('GET /list?page=2')).toMatchObject({ Gimbal: '200 {"page":2}' })
  expect(await ask('GET /list')).toMatchObject({ Gimbal: '200 {"page":1}' })
  expect(await ask('GET /list?page=x')).toMatchObject({ Gimbal: '422 problem validation' })
})

test('a header', async () => {
  const ask = openTopic(header)
  expect(await ask('GET /client', { headers: { 'X-CLIENT': 'web 2' } })).toEqual({
    all: '200 from web 2',
  })
  expect(await ask('GET /client')).toEqual({ all: '200 from nobody' })
})

test('a JSON body', async () => {
  const ask = openTopic(json)
  expect(await ask('POST /notes', asJson('{"text":"tea"}'))).toEqual({
    all: '201 {"text":"tea"}',
  })
  expect(await ask('POST /notes', asJson('{'))).toEqual({
    Worker: 'throws SyntaxError',
    Express: expect.stringMatching(/^400 SyntaxError/),
    Hono: '500 Internal Server Error',
    Gimbal: '400 problem invalid_json',
  })
  expect(await ask('POST /notes', { body: '{"text":"tea"}' })).toEqual({
    Worker: '201 {"text":"tea"}',
    Express: expect.stringMatching(/^500 TypeError/),
    Hono: '201 {"text":"tea"}',
    Gimbal: '415 problem unsupported_media_type',
  })
  expect(await ask('POST /notes', asJson('{"text":7}'))).toEqual({
    Worker: '201 {"text":7}',
    Express: '201 {"text":7}',
    Hono: '201 {"text":7}',
    Gimbal: '422 problem validation',
  })
})

test.each([
  { size: 90_000, refused: [] },
  { size: 110_000, refused: ['Express'] },
  { size: 1_100_000, refused: ['Express', 'Gimbal'] },
])('a JSON body of $size bytes', async ({ size, refused }) => {
  const answers = await openTopic(json)('POST /notes', asJson(`{"text":"${'x'.repeat(size)}"}`))
  const sides = Object.entries(answers).filter(([, answer]) => answer.startsWith('413'))
  expect(sides.map(([side]) => side)).toEqual(refused)
})

test('a form', async () => {
  const ask = openTopic(form)
  const fields = new URLSearchParams({ name: 'Ada L' })
  expect(await ask('POST /sign-up', { body: fields })).toEqual({ all: '200 {"name":"Ada L"}' })
  const multipart = new FormData()
  multipart.append('name', 'Ada')
  expect(await ask('POST /sign-up', { body: multipart })).toEqual({
    Worker: '200 {"name":"Ada"}',
    Express: expect.stringMatching(/^500 TypeError/),
    Hono: '200 {"name":"Ada"}',
    Gimbal: '415 problem unsupported_media_type',
  })
})

const asJson = (body: string) => ({ headers: { 'content-type': 'application/json' }, body })
