import { expect, test } from 'vitest'
import { serializeJson } from '../contract/json-body.ts'
import { createResponse } from './create-response.ts'

test('createResponse serializes an object as JSON and keeps text unchanged', () => {
  expect(createResponse(200, { a: 1 })).toEqual({
    status: 200,
    headers: [['content-type', 'application/json']],
    body: '{"a":1}',
  })
  expect(createResponse(200, 'x', { headers: { 'Content-Type': 'text/csv' } })).toMatchObject({
    headers: [['content-type', 'text/csv']],
    body: 'x',
  })
  expect(createResponse(204)).toMatchObject({ headers: [], body: undefined })
})

test('serializeJson throws for values that JSON cannot represent', () => {
  const cycle: Record<string, unknown> = {}
  cycle.self = cycle
  for (const value of [undefined, 10n, cycle, () => 1]) expect(() => serializeJson(value)).toThrow()
  expect(serializeJson(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"')
  expect(serializeJson('x')).toBe('"x"')
})
