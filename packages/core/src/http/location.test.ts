import { describe, expect, test } from 'vitest'
import { seeded, textOf } from '@gimbal/test-support/random'
import { locationOf, serializeLocation } from './location.ts'

describe('locationOf', () => {
  test.each([
    ['/', '/'],
    ['/users/42?x=1#y', '/users/42?x=1#y'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['/café', '/caf%C3%A9'],
    ['/a b?c d#e f', '/a%20b?c%20d#e%20f'],
    ["/a?b='", '/a?b=%27'],
    ['/a?', '/a?'],
    ['/a/../b', '/b'],
    ['/.well-known/x', '/.well-known/x'],
    ['/a^b{c}', '/a%5Eb%7Bc%7D'],
    ['/a\\b', '/a/b'],
    ['/a//b', '/a//b'],
    ['/%5Cevil.com', '/%5Cevil.com'],
    ['/http://evil.com', '/http://evil.com'],
    ['/?to=//evil.com', '/?to=//evil.com'],
    ['/\ud800', '/%EF%BF%BD'],
  ])('accepts the path %j as %s', (to, location) => {
    expect(locationOf(to)).toBe(location)
    expect(locationOf(to, { external: true })).toBe(location)
  })

  test.each([
    '',
    'a',
    '?a',
    '#a',
    ' /a',
    '../a',
    '*',
    '//evil.com',
    '///evil.com',
    '/\\evil.com',
    '\\evil.com',
    '\\\\evil.com',
    '/\t/evil.com',
    '/\n\\evil.com',
    '\t//evil.com',
    '/\r/evil.com',
    '/a\r\nX-Inj:1',
    '/a\0',
    '/a\x7f',
    '/.//evil.com',
    '/..//evil.com',
    '/a/..//evil.com',
    '/%2e//evil.com',
    '/.\\/evil.com',
    '/%2E%2e/\\evil.com',
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b',
    '//',
    '/\\',
    '/./\\evil.com',
  ])('returns undefined for %j, with and without external', (to) => {
    expect(locationOf(to)).toBeUndefined()
    expect(locationOf(to, { external: true })).toBeUndefined()
  })

  test.each([
    ['https://other.test', 'https://other.test/'],
    ['HTTP://Other.test:80/café?x', 'http://other.test/caf%C3%A9?x'],
    ['http://google.com\\@apple.com', 'http://google.com/@apple.com'],
    ['https://a.test/b^c', 'https://a.test/b%5Ec'],
  ])('accepts %s only with external', (to, location) => {
    expect(locationOf(to)).toBeUndefined()
    expect(locationOf(to, {})).toBeUndefined()
    expect(locationOf(to, { external: false })).toBeUndefined()
    expect(locationOf(to, { external: true })).toBe(location)
  })

  test.each([
    'ftp://a.test/',
    'https:a.test',
    'http:/a.test',
    'http://',
    'http://a b/',
    'http://a:x/',
  ])('returns undefined for %s, which is not an absolute http(s) URL', (to) => {
    expect(locationOf(to, { external: true })).toBeUndefined()
  })

  test('never returns a location on another host for random targets', () => {
    const random = seeded(6)
    const pieces = '/ / \\ . .. %2e %5C %2f \t \n @ : ? # evil.com http: é ^ a'.split(' ')
    let kept = 0
    for (let run = 0; run < 20_000; run++) {
      const location = locationOf(textOf(random, ['/', ...pieces, '\t', '\n'], 8))
      if (location === undefined) continue
      kept++
      expect(location).toMatch(/^[!-~]+$/)
      const once = new URL(location, 'https://here.test/a/b')
      expect(once.host).toBe('here.test')
      expect(locationOf(location)).toBe(location)
      expect(serializeLocation(location)).toBe(location)
    }
    expect(kept).toBeGreaterThan(500)
  })
})

describe('serializeLocation', () => {
  test.each([
    ['/users/42', '/users/42'],
    ['/users/josé?x=ü', '/users/jos%C3%A9?x=%C3%BC'],
    ['/a/../b', '/b'],
    ['/..//evil.com', '/.//evil.com'],
    ['https://Other.test/é', 'https://other.test/%C3%A9'],
    ['//cdn.test/é', '//cdn.test/%C3%A9'],
    ['mailto:a@b.test', 'mailto:a@b.test'],
    ['users/josé', 'users/jos%C3%A9'],
    ['../a b', '../a%20b'],
    ['./a%20b', './a%20b'],
    ['?page=2&q=ü', '?page=2&q=%C3%BC'],
    ['#é', '#%C3%A9'],
    ['', ''],
    [' /a\r\nX-Inj: 1 ', '/aX-Inj:%201'],
    ['a\r\nb', 'ab'],
    ['\\a', '/a'],
  ])('serializes %j as %j', (value, location) => {
    expect(serializeLocation(value)).toBe(location)
  })

  test('throws for an invalid URL', () => {
    expect(() => serializeLocation('//[')).toThrow(TypeError)
  })

  test('does not change the target of a relative location', () => {
    const random = seeded(7)
    const pieces = "a b/ ../ ./ ? # = & é % %41 { } ^ | ' ~".split(' ')
    for (let run = 0; run < 5000; run++) {
      const value = `r${textOf(random, [...pieces, ' '], 8)}`
      const from = (location: string): string =>
        new URL(location, 'https://here.test/x/y/z').href
          .replace(/%[57][BDE]/g, decodeURIComponent)
          .replaceAll("'", '%27')
      expect(from(serializeLocation(value)), value).toBe(from(value))
    }
  })
})
