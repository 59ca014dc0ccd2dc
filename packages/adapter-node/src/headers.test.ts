import { expect, it } from 'vitest'
import { readHeader, readHeaders } from './headers.ts'

const raw = ['Host', 'a', 'X-A', ' 1\t', 'Cookie', 'a=1', 'x-a', '2', 'COOKIE', 'b=2', 'X-U', 'Ã©']

it('reads a header by its lower-case name', () => {
  expect(readHeader(raw, 'host')).toBe('a')
  expect(readHeader(raw, 'x-b')).toBeUndefined()
})

it('joins repeats, cookies in their own way', () => {
  expect(readHeader(raw, 'x-a')).toBe('1, 2')
  expect(readHeader(raw, 'cookie')).toBe('a=1; b=2')
})

it('decodes the bytes of a value as UTF-8', () => {
  expect(readHeader(raw, 'x-u')).toBe('é')
  expect(readHeader(['x', '\u00e9'], 'x')).toBe('\ufffd')
})

it('cuts spaces and tabs off a value, and no other white space', () => {
  expect(readHeader(['x', '\u00a0a\u00a0'], 'x')).toBe('\ufffda\ufffd')
})

it('lists all headers, each once', () => {
  expect([...readHeaders(raw)]).toEqual([
    ['host', 'a'],
    ['x-a', '1, 2'],
    ['cookie', 'a=1; b=2'],
    ['x-u', 'é'],
  ])
})
