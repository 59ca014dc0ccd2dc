import * as z from 'zod'
import { expect, test } from 'vitest'
import { createApp } from '../pipeline/create-app.ts'
import { limitIssues } from './limit-issues.ts'
import { route } from '../contract/route.ts'
import { text } from '../contract/body-types.ts'
import { inject } from '../testing.ts'

test('cuts messages and keys at 200 characters, but never splits a surrogate pair', () => {
  const path = ['a'.repeat(1000), 7]
  const [issue] = limitIssues([{ in: 'body', path, message: `${'é'.repeat(198)}😀😀` }])
  expect(issue?.message).toBe(`${'é'.repeat(198)}…`)
  expect(issue?.path).toEqual([`${'a'.repeat(199)}…`, 7])
  expect(limitIssues([{ in: 'query', path: [], message: 'x'.repeat(200) }])[0]?.message).toBe(
    'x'.repeat(200),
  )
})

test.each([
  ['long unknown keys', JSON.stringify({ ['k'.repeat(900_000)]: 1 })],
  [
    'thousands of unknown keys',
    JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`key${n}`, n]))),
  ],
  [
    'control characters, which JSON escapes',
    JSON.stringify({ tags: Array(400).fill('\0'.repeat(300)) }),
  ],
  [
    'keys of a record',
    JSON.stringify({
      map: Object.fromEntries(Array.from({ length: 700 }, (_, n) => ['\u0001'.repeat(200) + n, n])),
    }),
  ],
  ['an array of wrong items', JSON.stringify({ tags: Array(100_000).fill(1) })],
])('a 422 response has at most 64 KiB for a body with %s', async (_name, body) => {
  const Body = z.strictObject({
    tags: z
      .array(z.string().refine(() => false, { error: ({ input }) => `not ${String(input)}` }))
      .optional(),
    map: z.record(z.string(), z.string()).optional(),
  })
  const post = route({
    method: 'POST',
    path: '/',
    body: Body,
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'ok'),
  })
  const app = createApp({ routes: { post }, log: () => undefined })
  const headers = { 'content-type': 'application/json' }
  const response = await inject(app, { method: 'POST', target: '/', headers, body })
  expect(response?.status).toBe(422)
  expect(Buffer.byteLength(response!.text)).toBeLessThanOrEqual(65_536)
  const { errors } = JSON.parse(response!.text) as { errors: { message: string }[] }
  expect(errors.length).toBeGreaterThan(0)
  for (const { message } of errors) expect([...message].length).toBeLessThanOrEqual(200)
})
