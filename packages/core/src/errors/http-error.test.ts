import { describe, expect, test } from 'vitest'
import { HttpError, isHttpError } from './http-error.ts'

describe('HttpError', () => {
  test('has a status, a code, and a message that consists of both', () => {
    const error = new HttpError(409, { code: 'email_taken' })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'HttpError',
      status: 409,
      code: 'email_taken',
      message: '409 email_taken',
      detail: undefined,
      headers: undefined,
      errors: undefined,
    })
  })

  test('carries detail, headers, errors and cause', () => {
    const cause = new Error('inner')
    const errors = [{ in: 'body', path: ['a', 0], message: 'Required' }] as const
    const headers = { 'retry-after': '5' }
    const error = new HttpError(503, { detail: 'Later.', headers, errors, cause })
    expect(error).toMatchObject({ detail: 'Later.', headers, errors })
    expect(error.cause).toBe(cause)
    expect('cause' in new HttpError(503)).toBe(false)
  })

  test.each([
    [400, 'bad_request'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'method_not_allowed'],
    [408, 'request_timeout'],
    [409, 'conflict'],
    [413, 'body_too_large'],
    [414, 'uri_too_long'],
    [415, 'unsupported_media_type'],
    [422, 'validation'],
    [429, 'too_many_requests'],
    [431, 'headers_too_large'],
    [500, 'internal_error'],
    [501, 'not_implemented'],
    [503, 'unavailable'],
    [410, 'gone'],
    [502, 'bad_gateway'],
    [418, 'client_error'],
    [599, 'server_error'],
  ])('status %i has the default code %s', (status, code) => {
    expect(new HttpError(status).code).toBe(code)
  })

  test.each([200, 302, 399, 600, 0, -1, 400.5, NaN, Infinity, '404'])(
    'throws RangeError for the status %j',
    (status) => {
      expect(() => new HttpError(status as number)).toThrow(RangeError)
    },
  )
})

describe('isHttpError', () => {
  test('returns true for errors of this and of another copy of the package', () => {
    expect(isHttpError(new HttpError(404))).toBe(true)
    const other = Object.assign(new Error('404 not_found'), {
      name: 'HttpError',
      status: 404,
      code: 'not_found',
    })
    expect(isHttpError(other)).toBe(true)
  })

  test.each([
    undefined,
    null,
    'HttpError',
    404,
    new Error('x'),
    { status: 404, code: 'not_found' },
    { name: 'HttpError', status: 200, code: 'x' },
    { name: 'HttpError', status: '404', code: 'x' },
    { name: 'HttpError', status: 404, code: 7 },
    { name: 'HttpError', status: 404, code: 'x', detail: {} },
    { name: 'HttpError', status: 404, code: 'x', headers: null },
    { name: 'HttpError', status: 404, code: 'x', errors: 'none' },
  ])('returns false for %j', (value) => {
    expect(isHttpError(value)).toBe(false)
  })
})
