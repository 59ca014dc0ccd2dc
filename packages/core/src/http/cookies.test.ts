import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { cookie, type CookieOptions, readCookies } from './cookies.ts'

describe('cookie', () => {
  test('has safe defaults', () => {
    expect(cookie('sid', 'abc')).toBe('sid=abc; Path=/; HttpOnly; Secure; SameSite=Lax')
  })

  test('writes all options in a fixed order', () => {
    expect(
      cookie('a', '"b"', {
        priority: 'High',
        partitioned: true,
        sameSite: 'None',
        secure: true,
        httpOnly: false,
        expires: new Date(Date.UTC(2015, 9, 21, 7, 28)),
        maxAge: 60,
        domain: 'Example.com',
        path: '/api',
      }),
    ).toBe(
      'a="b"; Path=/api; Domain=Example.com; Max-Age=60; Expires=Wed, 21 Oct 2015 07:28:00 GMT; ' +
        'Secure; SameSite=None; Partitioned; Priority=High',
    )
  })

  test('accepts maxAge 0, which deletes, without secure', () => {
    expect(cookie('sid', '', { maxAge: 0, secure: false })).toBe(
      'sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    )
  })

  const bad = ['a;b', 'a\r\nX:1', 'a\n', '\u0000', 'é', 'a\x7f']

  test.each(bad)('throws for %j in every field', (text) => {
    expect(() => cookie(text, 'v')).toThrow(TypeError)
    expect(() => cookie('a', text)).toThrow(TypeError)
    for (const field of ['path', 'domain', 'sameSite', 'priority', 'maxAge']) {
      const value = field === 'path' ? `/${text}` : text
      expect(() => cookie('a', 'v', { [field]: value })).toThrow(TypeError)
    }
  })

  test.each([
    ['name', '', 'v', {}],
    ['name', 'a=b', 'v', {}],
    ['name', 'a b', 'v', {}],
    ['value', 'a', 'a b', {}],
    ['value', 'a', 'a,b', {}],
    ['value', 'a', 'a"b', {}],
    ['value', 'a', '"a', {}],
    ['value', 'a', 'a\\b', {}],
    ['path', 'a', 'v', { path: '' }],
    ['path', 'a', 'v', { path: 'api' }],
    ['domain', 'a', 'v', { domain: '' }],
    ['domain', 'a', 'v', { domain: '.example.com' }],
    ['domain', 'a', 'v', { domain: 'example.com.' }],
    ['domain', 'a', 'v', { domain: 'a..b' }],
    ['domain', 'a', 'v', { domain: '-a.b' }],
    ['domain', 'a', 'v', { domain: 'a b' }],
    ['maxAge', 'a', 'v', { maxAge: -1 }],
    ['maxAge', 'a', 'v', { maxAge: 1.5 }],
    ['maxAge', 'a', 'v', { maxAge: NaN }],
    ['maxAge', 'a', 'v', { maxAge: 1e21 }],
    ['expires', 'a', 'v', { expires: new Date(NaN) }],
    ['expires', 'a', 'v', { expires: new Date(Date.UTC(12_345, 0)) }],
    ['sameSite', 'a', 'v', { sameSite: 'lax' }],
    ['priority', 'a', 'v', { priority: 'high' }],
    ['secure', 'a', 'v', { sameSite: 'None', secure: false }],
    ['secure', 'a', 'v', { partitioned: true, secure: false }],
    ['secure', '__Secure-a', 'v', { secure: false }],
    ['secure', '__Host-a', 'v', { secure: false }],
    ['secure', '__host-a', 'v', { secure: false }],
    ['path', '__Host-a', 'v', { path: '/a' }],
    ['domain', '__Host-a', 'v', { domain: 'a.test' }],
  ])('throws an error that names the field %s (%j, %j, %j)', (...row) => {
    const [field, name, value, options] = row
    expect(() => cookie(name, value, options as CookieOptions)).toThrow(
      new TypeError(`cookie(): RFC 6265bis does not allow this ${field}`),
    )
  })

  test('accepts name prefixes if their rules are kept', () => {
    expect(cookie('__Host-a', 'v')).toMatch(/^__Host-a=v; Path=\/;.* Secure/)
    expect(cookie('__Secure-a', 'v', { domain: 'a.test', path: '/b' })).toMatch(/Domain=a\.test/)
  })

  test('throws errors that do not contain the value', () => {
    expect(() => cookie('a', 'secret token')).not.toThrow(/secret/)
  })

  test('writes cookies that readCookies parses', () => {
    const value = encodeURIComponent('a; b="ü"')
    const [pair] = cookie('x', value).split(';')
    expect(decodeURIComponent(readCookies(pair).get('x') ?? '')).toBe('a; b="ü"')
  })
})

describe('readCookies', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1; b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1;b=2;;',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      ' a \t=\t 1 ;\tb=',
      [
        ['a', '1'],
        ['b', ''],
      ],
    ],
    ['a=1; a=2', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    [
      'a="1 2"; b="; c=""; d=x"y"',
      [
        ['a', '1 2'],
        ['b', '"'],
        ['c', ''],
        ['d', 'x"y"'],
      ],
    ],
    ['a=%41+b', [['a', '%41+b']]],
    ['nameless; =x; a=1', [['a', '1']]],
    [
      '\u00a0sid=evil; sid=good',
      [
        ['\u00a0sid', 'evil'],
        ['sid', 'good'],
      ],
    ],
    [
      'sid=good; \u00a0sid=evil',
      [
        ['sid', 'good'],
        ['\u00a0sid', 'evil'],
      ],
    ],
    ['__proto__=%7B%22injected%22%3A1%7D', [['__proto__', '%7B%22injected%22%3A1%7D']]],
    ['h3=__chunked__999999', [['h3', '__chunked__999999']]],
  ])('parses %j to %j', (header, pairs) => {
    expect([...readCookies(header)]).toEqual(pairs)
  })

  test('returns a new map each time that contains only cookies', () => {
    expect(readCookies(undefined)).not.toBe(readCookies(undefined))
    expect(readCookies('a=1').get('toString')).toBeUndefined()
  })

  test('parses a hostile header in linear time', () => {
    const started = cpuNow()
    for (const piece of [' ', ';', '=', ';=', 'a=1;', '"', '\t;'])
      readCookies(piece.repeat(200_000))
    expect(cpuNow() - started).toBeLessThan(1000)
  })
})
