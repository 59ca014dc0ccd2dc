import { STATUS_CODES } from 'node:http'
import { describe, expect, test } from 'vitest'
import { defaultCode, createProblem, titleOf } from './problem.ts'

describe('createProblem', () => {
  test('returns the members in the canonical order', () => {
    const errors = [{ in: 'query', path: [], message: 'Required' }] as const
    expect(JSON.stringify(createProblem(422, { errors, code: 'validation', detail: 'No.' }))).toBe(
      '{"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"No.",' +
        '"code":"validation","errors":[{"in":"query","path":[],"message":"Required"}]}',
    )
  })

  test('omits members that are undefined', () => {
    expect(JSON.stringify(createProblem(404, { code: 'not_found', detail: undefined }))).toBe(
      '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}',
    )
    expect(JSON.stringify(createProblem(404, { code: 'x' }))).toBe(
      '{"type":"about:blank","title":"Not Found","status":404,"code":"x"}',
    )
  })

  test('keeps an empty detail', () => {
    expect(createProblem(404, { code: 'x', detail: '', errors: [] })).toMatchObject({
      detail: '',
      errors: [],
    })
  })
})

describe('titleOf', () => {
  test.each([
    [413, 'Content Too Large'],
    [414, 'URI Too Long'],
    [418, 'Client Error'],
    [421, 'Misdirected Request'],
    [422, 'Unprocessable Content'],
    [429, 'Too Many Requests'],
    [431, 'Request Header Fields Too Large'],
    [451, 'Unavailable For Legal Reasons'],
    [499, 'Client Error'],
    [510, 'Server Error'],
    [511, 'Network Authentication Required'],
    [599, 'Server Error'],
  ])('returns the title of %i: %s', (status, title) => {
    expect(titleOf(status)).toBe(title)
  })

  test('returns the reason phrases of Node, except those that RFC 9110 renamed or dropped', () => {
    const renamed = ['413', '418', '422', '509', '510']
    for (const [status, phrase] of Object.entries(STATUS_CODES)) {
      if (Number(status) < 400 || renamed.includes(status)) continue
      expect(titleOf(Number(status)), status).toBe(phrase)
    }
  })
})

describe('defaultCode', () => {
  test('returns a lower-case word for every error status', () => {
    for (let status = 400; status < 600; status++) expect(defaultCode(status)).toMatch(/^[a-z_]+$/)
  })
})
