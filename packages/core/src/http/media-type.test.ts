import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { parseMediaType } from './media-type.ts'

describe('parseMediaType', () => {
  test.each([
    ['application/json', 'application/json', undefined],
    ['APPLICATION/JSON', 'application/json', undefined],
    ['APPLICATION/JSON; Charset="UTF-8"', 'application/json', 'utf-8'],
    ['application/json; charset=utf-8', 'application/json', 'utf-8'],
    ['application/json;charset=UTF-8', 'application/json', 'utf-8'],
    ['application/json \t;\t charset=latin1', 'application/json', 'latin1'],
    ['application/json;', 'application/json', undefined],
    ['application/json; ; charset=utf-8;', 'application/json', 'utf-8'],
    ['application/json; a=b; CHARSET="utf\\-8"; c="d; charset=x"', 'application/json', 'utf-8'],
    ['application/json; a="x, text/plain"', 'application/json', undefined],
    ['application/json; a=""', 'application/json', undefined],
    ['application/json; a="é\t"', 'application/json', undefined],
    ['application/json; a=1; a=2', 'application/json', undefined],
    ['application/json; charset=""', 'application/json', ''],
    ["application/json; charset*=utf-8''x", 'application/json', undefined],
    ['Text/Plain', 'text/plain', undefined],
    ['text/plain;charset=UTF-8', 'text/plain', 'utf-8'],
    ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded', undefined],
    ['multipart/form-data ; boundary=x', 'multipart/form-data', undefined],
    ['application/vnd.api+json', 'application/vnd.api+json', undefined],
  ])('parses %j to type %s and charset %s', (value, type, charset) => {
    expect(parseMediaType(value)).toEqual({ type, charset })
  })

  test.each([
    '',
    ' ',
    '/',
    'json',
    'application',
    'application/',
    '/json',
    'constructor',
    'toString',
    '__proto__',
    'application/json garbage',
    'application/json\ta',
    ' application/json',
    'application/json ',
    'application/json ;x',
    'application/json; charset',
    'application/json; charset=',
    'application/json; =utf-8',
    'application/json; charset =utf-8',
    'application/json; charset= utf-8',
    'application/json; charset="utf-8',
    'application/json; charset=utf-8"',
    'application/json; a="\\"',
    'application/json; charset="utf-8"x',
    'application/json; a=b c=d',
    'application/json, text/plain',
    'text/plain, application/json',
    'application/json; charset=utf-8, application/json',
    'application/json; charset=utf-8; charset=utf-8',
    'application/json; charset=utf-8; Charset=latin1',
    'application /json',
    'application/ json',
    'application/json/x',
    'application/json\n',
    'application/json; a="\n"',
    'application/json; a="\0"',
    'application/jsön',
    'a(b)/c',
    '*/*, a/b',
    'multipart/form-data ; x',
  ])('returns undefined for %j', (value) => {
    expect(parseMediaType(value)).toBeUndefined()
  })

  test('keeps no state after an invalid value', () => {
    expect(parseMediaType('text/html; a=b; broken')).toBeUndefined()
    expect(parseMediaType('text/html; a=b')).toEqual({ type: 'text/html', charset: undefined })
  })

  test('takes linear time for a hostile value', () => {
    const started = cpuNow()
    for (const [head, piece, tail] of [
      ['a/b;', ' ', 'x'],
      ['a/b', ';', ','],
      ['a/b', '; ', ','],
      ['a/b;a="', '\\a', ''],
      ['a/b;a="', 'a', ''],
      ['a/b;', 'a', ' '],
      ['', 'a', ''],
      ['a/b', ';a=b', ' '],
    ] as const) {
      expect(parseMediaType(head + piece.repeat(100_000) + tail)).toBeUndefined()
    }
    expect(cpuNow() - started).toBeLessThan(1000)
  })
})
