import { describe, expect, test } from 'vitest'
import { cpuNow } from '@gimbal/test-support/cpu-time'
import { seeded, textOf } from '@gimbal/test-support/random'
import {
  canonicalBasePath,
  stripBasePath,
  decodeSegment,
  guessPath,
  isSpelledAsSent,
  readTarget,
  split,
  type Target,
} from './path.ts'

const BAD = { refused: 400, code: 'bad_path' }
const LONG = { refused: 414, code: 'uri_too_long' }

/** Parses a target and adds the decoded segments that the router compares. */
function readAll(target: string): object {
  const result = readTarget(target)
  if ('refused' in result) return result
  const { path, query } = result
  return { path, query, segments: split(path).map(decodeSegment) }
}

/** The parsed target without `sent`, which differs between spellings. */
function read(target: string): Target {
  const result = readTarget(target)
  if ('refused' in result) throw new Error(`${target} was refused: ${result.code}`)
  const { path, query } = result
  return { path, query }
}

/** Normalizes escapes by RFC 3986 §6.2.2 with the platform's decoder. */
function spelledOnce(pathname: string): string {
  return pathname
    .replaceAll('^', '%5E')
    .replace(/%[\da-f]{2}/gi, (escape) =>
      /^(?:%[2-7][\da-f])$/i.test(escape) && /[\w.~-]/.test(decodeURIComponent(escape))
        ? decodeURIComponent(escape)
        : escape.toUpperCase(),
    )
}

describe('readTarget', () => {
  test('splits a plain target into path, query and segments', () => {
    expect(readAll('/users/42?x=1')).toEqual({
      path: '/users/42',
      query: 'x=1',
      segments: ['users', '42'],
    })
    expect(readAll('/')).toEqual({ path: '/', query: '', segments: [''] })
    expect(readAll('/?')).toEqual({ path: '/', query: '', segments: [''] })
    expect(readAll('/a?b?c')).toEqual({ path: '/a', query: 'b?c', segments: ['a'] })
  })

  test.each([
    ['//a/b', ['', 'a', 'b']],
    ['/a//b', ['a', '', 'b']],
    ['/a/b/', ['a', 'b', '']],
    ['/A/B', ['A', 'B']],
    ['//admin/secret.txt', ['', 'admin', 'secret.txt']],
    ['/admin;bypass', ['admin;bypass']],
    ['/a+b', ['a+b']],
    ["/!$&'()*+,;=:@-._~|[]", ["!$&'()*+,;=:@-._~|[]"]],
  ])('keeps %s unchanged', (target, segments) => {
    expect(readAll(target)).toEqual({ path: target, query: '', segments })
  })

  test.each([
    ['/users/a%2Fb', ['users', 'a/b']],
    ['/users/a%252Fb', ['users', 'a%2Fb']],
    ['/admin%2Fsecret.html', ['admin/secret.html']],
    ['/admin%5Csecret.txt', ['admin\\secret.txt']],
    ['/files/..%2Fadmin/secret', ['files', '../admin', 'secret']],
    ['/%252e%252e/x', ['%2e%2e', 'x']],
    ['/caf%C3%A9', ['café']],
    ['/%EF%BB%BFx', ['\ufeffx']],
    ['/%F0%9F%99%82', ['🙂']],
    ['/%C2%80', ['\u0080']],
    ['/%3Cx%3E%20%22%60', ['<x> "`']],
  ])('keeps the encoding of %s and decodes each segment once', (target, segments) => {
    expect(readAll(target)).toEqual({ path: target, query: '', segments })
  })

  test.each([
    ['/x/../only-get', '/only-get'],
    ['/a/./b', '/a/b'],
    ['/./file', '/file'],
    ['/a/%2e%2e/b', '/b'],
    ['/a/.%2E/b', '/b'],
    ['/%2e%2e/%2e%2e/etc/passwd', '/etc/passwd'],
    ['/..', '/'],
    ['/a/..', '/'],
    ['/a/b/.', '/a/b/'],
    ['/a//../b', '/a/b'],
    ['/.//a', '//a'],
    ['/.well-known/...', '/.well-known/...'],
    ['/a.b/.c', '/a.b/.c'],
    ['/api/../admin', '/admin'],
  ])('resolves the dot segments of %s', (target, path) => {
    expect(read(target).path).toBe(path)
  })

  test.each([
    ['/%61/b', '/a/b'],
    ['/%41%2d%2E%5f%7e%30', '/A-._~0'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ['/a%2fb%3f%40%25', '/a%2Fb%3F%40%25'],
    ['/%2561', '/%2561'],
    ['/a/%2e%2E/b%2f', '/b%2F'],
    ['/%252e%252e/a', '/%252e%252e/a'],
  ])('normalizes the escapes of %s', (target, path) => {
    expect(read(target).path).toBe(path)
  })

  test('encodes the characters that the URL parser encodes in a path', () => {
    expect(readAll('/a^b{c}|d')).toEqual({
      path: '/a%5Eb%7Bc%7D|d',
      query: '',
      segments: ['a^b{c}|d'],
    })
  })

  test.each([
    ['/a/b#frag', '/a/b', ''],
    ['/a#b?admin=1', '/a', ''],
    ['/a?x=1#&admin=1', '/a', 'x=1'],
    ['/#', '/', ''],
  ])('removes the fragment of %s', (target, path, query) => {
    expect(read(target)).toMatchObject({ path, query })
  })

  test.each([
    ['http://other.test/echo/1?q=1', '/echo/1', 'q=1'],
    ['HTTPS://user:pw@[::1]:8080/a', '/a', ''],
    ['http://other.test', '/', ''],
    ['http://other.test?x=1', '/', 'x=1'],
    ['http://other.test#x', '/', ''],
    ['http://x//admin', '//admin', ''],
    ['http://x/../a%2Fb', '/a%2Fb', ''],
    ['file://hehe?/internal/run', '/', '/internal/run'],
    ['http://x/http://y/z', '/http://y/z', ''],
  ])('ignores scheme and authority of %s', (target, path, query) => {
    expect(read(target)).toMatchObject({ path, query })
  })

  test.each(['*', '', 'a', '?x=1', '#', 'http:/admin', 'http:admin', 'http:///admin', '://a/b'])(
    'refuses %j, which does not begin with a slash',
    (target) => {
      expect(readTarget(target)).toEqual(BAD)
    },
  )

  test.each([
    '/%',
    '/%zz',
    '/%2',
    '/a%',
    '/%E0%A4%A',
    '/files/%%370rivate',
    '/%%361dmin',
    '/a/%%32e%%32e/x',
    '/caf%%433%A9',
    '/%2%35',
    '/%C3%%41%39',
    '/%FF',
    '/%C0%AF',
    '/%ED%A0%80',
    '/%E2%82/x',
  ])('refuses the malformed encoding of %s', (target) => {
    expect(readTarget(target)).toEqual(BAD)
  })

  test.each(['/%00', '/a%0d%0ab', '/%1F', '/%1f', '/%7f', '/%7F', '/users/a%09'])(
    'refuses the encoded control character in %s',
    (target) => {
      expect(readTarget(target)).toEqual(BAD)
    },
  )

  test('refuses a raw backslash in the path but not in the query', () => {
    expect(readTarget('/a\\b')).toEqual(BAD)
    expect(readTarget('/admin\\secret.txt')).toEqual(BAD)
    expect(readTarget('http://a\\b/c')).toEqual(BAD)
    expect(read('/a?b\\c').query).toBe('b\\c')
  })

  test('refuses a raw back-tick in the path but not in the query', () => {
    expect(readTarget('/a`b')).toEqual(BAD)
    expect(read('/a?b=`').query).toBe('b=`')
  })

  test.each(['<', '>', '"', ' ', '\t', '\r', '\n', '\0', '\x1f', '\x7f', '\x80', 'é', '你'])(
    'refuses a raw %j anywhere in the target',
    (sign) => {
      expect(readTarget(`/a${sign}b`)).toEqual(BAD)
      expect(readTarget(`/a?b=${sign}`)).toEqual(BAD)
      expect(readTarget(`/a#${sign}`)).toEqual(BAD)
      expect(readTarget(`http://a${sign}/b`)).toEqual(BAD)
    },
  )

  test('accepts malformed encoding in the query', () => {
    expect(read('/a?f=%zz&g=%FF&=e').query).toBe('f=%zz&g=%FF&=e')
  })

  test('accepts at most 8000 bytes, not counting authority and fragment', () => {
    const path = `/${'a'.repeat(7999)}`
    expect(read(path).path).toBe(path)
    expect(read(`http://x.test${path}#${'f'.repeat(99)}`).path).toBe(path)
    expect(readTarget(`${path}a`)).toEqual(LONG)
    expect(readTarget(`http://x.test${path}a`)).toEqual(LONG)
    expect(readTarget(`/echo/1?${'x'.repeat(8100)}`)).toEqual(LONG)
  })

  test('checks the length before the syntax', () => {
    expect(readTarget(`/%zz${'a'.repeat(8000)}`)).toEqual(LONG)
    expect(readTarget(`*${'<'.repeat(8000)}`)).toEqual(LONG)
  })

  test('agrees with the URL parser of this platform on random targets', () => {
    const random = seeded(1)
    const pieces =
      "/ / / . .. %2e %2E . a B 9 ~ %41 %2F %5c %C3%A9 %25 ; = & + @ : | ^ { } [ ] ' ( ! $ ? #"
    let agreed = 0
    for (let run = 0; run < 20_000; run++) {
      const target = `/${textOf(random, pieces.split(' '), 12)}`
      const url = new URL(`http://host.test${target}`)
      const fromRaw = read(target)
      expect(fromRaw).toEqual(read(url.href))
      expect(fromRaw).toEqual(read(url.pathname + url.search + url.hash))
      expect(fromRaw).toEqual(read(`http://host.test${target}`))
      expect(fromRaw.path).toBe(spelledOnce(url.pathname))
      expect(() => split(fromRaw.path).map(decodeSegment)).not.toThrow()
      agreed++
    }
    expect(agreed).toBe(20_000)
  })

  test('returns the same for a target before and after the URL parser normalizes it', () => {
    const random = seeded(2)
    const pieces = '/ / .. a %zz % %FF %C3 %00 %7f %1 %2e ?'.split(' ')
    for (let run = 0; run < 5000; run++) {
      const target = `/${textOf(random, pieces, 8)}`
      const { pathname, search } = new URL(`http://host.test${target}`)
      expect(readAll(pathname + search)).toEqual(readAll(target))
    }
  })

  test('does not change a canonical target', () => {
    const random = seeded(3)
    for (let run = 0; run < 5000; run++) {
      const codes = Array.from({ length: random(10) }, () => 0x21 + random(0x5e))
      const first = readTarget(`/${String.fromCharCode(...codes)}`)
      if ('refused' in first) continue
      const { path, query } = first
      expect(readTarget(`${path}?${query}`)).toMatchObject({ path, query })
    }
  })

  test('refuses an escape that a slash or the end interrupts', () => {
    for (const path of ['/%', '/%C3', '/%C3/%A9', '/%00', '/a/%7F']) {
      expect(readTarget(path)).toEqual(BAD)
    }
  })

  test('parses a hostile target of maximum length in linear time', () => {
    const started = cpuNow()
    for (const piece of ['/..', '/%2e', '%', '?', '#', '^', '/.a']) {
      readTarget(`/${piece.repeat(7999 / piece.length)}`)
    }
    expect(cpuNow() - started).toBeLessThan(200)
  })
})

test('split and decodeSegment drop the first slash and decode each segment once', () => {
  const segmentsOf = (path: string): string[] => split(path).map(decodeSegment)
  expect(segmentsOf('/')).toEqual([''])
  expect(segmentsOf('/a/')).toEqual(['a', ''])
  expect(segmentsOf('/a%2Fb/%2541')).toEqual(['a/b', '%41'])
})

describe('the path as sent', () => {
  test.each([
    ['/admin/users', undefined],
    ['/%61dmin/users', '/%61dmin/users'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['/caf%c3%a9', '/caf%c3%a9'],
    ['/a{b', '/a{b'],
    ['/x/../admin', ''],
    ['/x/%2e%2E/admin', ''],
    ['/./admin', ''],
    ['/admin/.', ''],
    ['/admin#x', ''],
    ['/%61dmin#x', ''],
    ['/admin?x', undefined],
    ['http://a.test/admin', ''],
    ['http://a.test/%61dmin', ''],
  ])('for %s is %j', (target, sent) => {
    expect(readTarget(target)).toHaveProperty('sent', sent)
  })

  test('must be canonical in the literal segments of the route', () => {
    expect(isSpelledAsSent('/admin/a%2Fb', '/admin/a%2fb', [0])).toBe(true)
    expect(isSpelledAsSent('/admin/b', '/%61dmin/b', [0])).toBe(false)
    expect(isSpelledAsSent('/admin/b', '/admin/%62', [0, 1])).toBe(false)
  })
})

describe('canonicalBasePath', () => {
  test.each([
    ['', ''],
    ['/', ''],
    ['/api', '/api'],
    ['/api/v1', '/api/v1'],
    ['/éapi', '/%C3%A9api'],
    ['/%C3%A9api', '/%C3%A9api'],
    ['/my api', '/my%20api'],
  ])('normalizes %j to %j', (basePath, canonical) => {
    expect(canonicalBasePath(basePath)).toBe(canonical)
  })

  test.each([
    'api',
    '/api/',
    '//',
    '/a?b',
    '/a#b',
    '/%zz',
    '/a\\b',
    '/a\n',
    'http://a/b',
    '/a/..',
    '*',
  ])('throws for %j with the rules of base paths', (basePath) => {
    expect(() => canonicalBasePath(basePath)).toThrow(TypeError)
    expect(() => canonicalBasePath(basePath)).toThrow(/basePath must be a path/)
  })
})

describe('stripBasePath', () => {
  test.each([
    ['/users', '', '/users'],
    ['/api/users', '/api', '/users'],
    ['/api/', '/api', '/'],
    ['/api//x', '/api', '//x'],
    ['/%C3%A9api/users/1', '/%C3%A9api', '/users/1'],
  ])('strips from %s the base path %j: %s', (path, mount, rest) => {
    expect(stripBasePath(path, mount)).toBe(rest)
  })

  test.each(['/api', '/apix', '/API/users', '/%61pi/users', '//api/users', '/', '/ap'])(
    'returns undefined for %s, which is not below /api',
    (path) => {
      expect(stripBasePath(path, '/api')).toBeUndefined()
    },
  )

  test('returns undefined for a path whose dot segments leave the base path', () => {
    expect(stripBasePath(read('/api/../admin').path, '/api')).toBeUndefined()
    expect(stripBasePath(read('/x/../api/users').path, '/api')).toBe('/users')
  })
})

describe('guessPath', () => {
  test.each([
    ['/api/%zz?q=%', '/api/xzz'],
    ['/users/%E0%A4%A', '/users/xxx'],
    ['/a\\b/c', '/axb/c'],
    ['http://x.test/api/%#f', '/api/x'],
    ['*', '*'],
  ])('returns a path that can be routed for %s', (target, path) => {
    expect(guessPath(target)).toBe(path)
  })
})
