import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { isFieldValue, isForbiddenHeader, isToken, joinValues, trimOws } from './headers.ts'

describe('isToken', () => {
  test.each(['a', 'content-type', 'X-1', "!#$%&'*+-.^_`|~", '__proto__'])(
    '%s is a token',
    (name) => {
      expect(isToken(name)).toBe(true)
    },
  )

  test.each([
    '',
    ' ',
    'a b',
    'a:',
    'a\n',
    'a\0',
    'é',
    'a(b)',
    'a/b',
    '"a"',
    'a;',
    'a,b',
    '{a}',
    'a\\',
  ])('%j is none', (name) => {
    expect(isToken(name)).toBe(false)
  })
})

describe('isFieldValue', () => {
  test.each(['', 'a', 'text/plain; charset=utf-8', 'a  b', '~!"'])('%j may be sent', (value) => {
    expect(isFieldValue(value)).toBe(true)
  })

  test.each([' a', 'a ', ' ', 'a\tb', 'a\r\nX: 1', 'a\n', '\0', '\x7f', 'é', '你', '\x80'])(
    '%j may not',
    (value) => {
      expect(isFieldValue(value)).toBe(false)
    },
  )

  test('a long run of spaces takes no time', () => {
    const started = cpuNow()
    expect(isFieldValue(`a${' '.repeat(1_000_000)}b`)).toBe(true)
    expect(cpuNow() - started).toBeLessThan(200)
  })
})

describe('isForbiddenHeader', () => {
  test('framing and what belongs to the connection is not for handlers', () => {
    for (const name of [
      'connection',
      'content-length',
      'keep-alive',
      'proxy-connection',
      'te',
      'trailer',
      'transfer-encoding',
      'upgrade',
    ]) {
      expect(isForbiddenHeader(name), name).toBe(true)
    }
  })

  test('all others are, names of Object.prototype too', () => {
    for (const name of ['content-type', 'set-cookie', 'date', 'constructor', '__proto__', '']) {
      expect(isForbiddenHeader(name), name).toBe(false)
    }
  })
})

describe('joinValues', () => {
  test('joins with a comma, and cookies with a semicolon', () => {
    expect(joinValues('x-a', ['1', '2'])).toBe('1, 2')
    expect(joinValues('cookie', ['a=1', 'b=2'])).toBe('a=1; b=2')
    expect(joinValues('host', ['a', 'b'])).toBe('a, b')
    expect(joinValues('x-a', ['1'])).toBe('1')
    expect(joinValues('x-a', [])).toBe('')
    expect(joinValues('x-a', ['', ''])).toBe(', ')
  })
})

describe('trimOws', () => {
  test.each([
    ['a', 'a'],
    [' \t a b\t ', 'a b'],
    ['', ''],
    [' \t', ''],
    ['\u00a0a\n', '\u00a0a\n'],
  ])('%j becomes %j', (value, trimmed) => {
    expect(trimOws(value)).toBe(trimmed)
  })
})
