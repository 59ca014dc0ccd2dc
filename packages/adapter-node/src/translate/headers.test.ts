import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { readHeader, readHeaders } from './headers.ts'

/** A request with the properties that Node's parser makes from raw header pairs. */
function requestOf(...rawHeaders: string[]): IncomingMessage {
  const message = new IncomingMessage(new Socket()) as IncomingMessage & {
    _addHeaderLines(pairs: string[], count: number): void
  }
  message.rawHeaders = rawHeaders
  message._addHeaderLines(rawHeaders, rawHeaders.length)
  return message
}

const req = requestOf(
  ...['Host', 'a', 'X-A', '1', 'Cookie', 'a=1', 'x-a', '2', 'COOKIE', 'b=2', 'X-U', 'Ã©'],
)

it('reads a header by its lower-case name', () => {
  expect(readHeader(req, 'host')).toBe('a')
  expect(readHeader(req, 'x-b')).toBeUndefined()
})

it('returns undefined for names that every object inherits', () => {
  for (const name of ['constructor', 'tostring', 'hasownproperty', '__proto__']) {
    expect(readHeader(req, name), name).toBeUndefined()
  }
  expect(readHeader(requestOf('__proto__', '1', 'constructor', '2'), '__proto__')).toBe('1')
  expect(readHeader(requestOf('__proto__', '1', 'constructor', '2'), 'constructor')).toBe('2')
})

it('joins repeats, cookies with "; ", also of headers of which Node keeps only the first', () => {
  expect(readHeader(req, 'x-a')).toBe('1, 2')
  expect(readHeader(req, 'cookie')).toBe('a=1; b=2')
  const twice = requestOf('Authorization', 'a', 'Set-Cookie', 'a', 'authorization', 'b')
  expect(readHeader(twice, 'authorization')).toBe('a, b')
  expect(readHeader(requestOf('Set-Cookie', 'a', 'set-cookie', 'b'), 'set-cookie')).toBe('a, b')
})

it('decodes the bytes of a value as UTF-8', () => {
  expect(readHeader(req, 'x-u')).toBe('é')
  expect(readHeader(requestOf('x', '\u00e9'), 'x')).toBe('\ufffd')
  expect(readHeader(requestOf('host', 'Ã©', 'Host', 'é'), 'host')).toBe('é, \ufffd')
})

it('trims spaces and tabs, and no other white space', () => {
  expect(readHeader(requestOf('x', '\u00a0a\u00a0'), 'x')).toBe('\ufffda\ufffd')
})

it('lists all headers, each once', () => {
  expect([...readHeaders(req)]).toEqual([
    ['host', 'a'],
    ['x-a', '1, 2'],
    ['cookie', 'a=1; b=2'],
    ['x-u', 'é'],
  ])
})

it('uses headers that middleware has removed, set or replaced', () => {
  const changed = requestOf(
    'X-User',
    '1',
    'x-user',
    '2',
    'Authorization',
    'a',
    'X-B',
    '1',
    'x-b',
    '2',
  )
  delete changed.headers['x-user']
  changed.headers.authorization = 'Bearer t'
  changed.headers['x-b'] = '1'
  changed.headers['x-name'] = 'José'
  changed.headers['x-count'] = 3 as never
  changed.headers['x-list'] = ['a', 'b']
  expect(Object.fromEntries(readHeaders(changed))).toEqual({
    authorization: 'Bearer t',
    'x-b': '1',
    'x-name': 'José',
    'x-count': '3',
    'x-list': 'a, b',
  })
  changed.headers = { host: 'b' }
  expect([...readHeaders(changed)]).toEqual([['host', 'b']])
})
