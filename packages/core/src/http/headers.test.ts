import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { isFieldValue, isForbiddenHeader, isToken, joinValues, trimOws } from './headers.ts'

describe('isToken', () => {
  test.each(['a', 'content-type', 'X-1', "!#$%&'*+-.^_`|~", '__proto__'])(
    'returns true for %s',
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
  ])('returns false for %j', (name) => {
    expect(isToken(name)).toBe(false)
  })
})

describe('isFieldValue', () => {
  test.each(['', 'a', 'text/plain; charset=utf-8', 'a  b', '~!"'])(
    'returns true for %j',
    (value) => {
      expect(isFieldValue(value)).toBe(true)
    },
  )

  test.each([' a', 'a ', ' ', 'a\tb', 'a\r\nX: 1', 'a\n', '\0', '\x7f', 'é', '你', '\x80'])(
    'returns false for %j',
    (value) => {
      expect(isFieldValue(value)).toBe(false)
    },
  )

  test('takes linear time for a long run of spaces', () => {
    const started = cpuNow()
    expect(isFieldValue(`a${' '.repeat(1_000_000)}b`)).toBe(true)
    expect(cpuNow() - started).toBeLessThan(200)
  })
})

describe('isForbiddenHeader', () => {
  test('returns true for framing and connection headers', () => {
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

  test('returns false for other headers, including names of Object.prototype', () => {
    for (const name of ['content-type', 'set-cookie', 'date', 'constructor', '__proto__', '']) {
      expect(isForbiddenHeader(name), name).toBe(false)
    }
  })
})

describe('joinValues', () => {
  test('joins cookies with a semicolon and all others with a comma', () => {
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
