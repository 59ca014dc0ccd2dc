import { expect, test } from 'vitest'

import { parseAnswer } from './parse-answer.ts'

const parse = (text: string, method = 'GET', ended = false) =>
  parseAnswer(Buffer.from(text, 'latin1'), method, ended)
const bodyOf = (text: string, method?: string, ended?: boolean) => {
  const found = parse(text, method, ended)
  return found && [Buffer.from(found.answer.body).toString(), found.answer.framing, found.used]
}

test('parses a response with content-length and leaves the bytes after it', () => {
  expect(bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1')).toEqual([
    'hi',
    'sized',
    40,
  ])
})

test('returns undefined for an incomplete response, or cut if the server has closed', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi'
  expect(bodyOf(text)).toBeUndefined()
  expect(bodyOf(text, 'GET', true)).toEqual(['hi', 'cut', 40])
})

test('parses chunks, and returns cut without the last chunk', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
  expect(bodyOf(`${head}2\r\nhi\r\n0\r\n\r\n`)?.slice(0, 2)).toEqual(['hi', 'chunked'])
  expect(bodyOf(`${head}2\r\nhi\r\n`)).toBeUndefined()
  expect(bodyOf(`${head}2\r\nhi\r\n`, 'GET', true)?.slice(0, 2)).toEqual(['hi', 'cut'])
})

test('expects no content of HEAD, 204 and 304', () => {
  expect(bodyOf('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'HEAD')).toEqual(['', 'none', 38])
  expect(bodyOf('HTTP/1.1 204 No Content\r\n\r\n')?.slice(0, 2)).toEqual(['', 'none'])
  expect(bodyOf('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n')?.slice(0, 2)).toEqual([
    '',
    'none',
  ])
})

test('keeps headers in order, with names in lower case and values in UTF-8', () => {
  const text = 'HTTP/1.1 204 \r\nX-B:  caf\xc3\xa9 \r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n'
  expect(parse(text)?.answer.headers).toEqual([
    ['x-b', 'café'],
    ['set-cookie', 'a'],
    ['set-cookie', 'b'],
  ])
})

test.each([
  ['a status line without HTTP', 'hello\r\n\r\n'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx'],
  ['a length that is not a number', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx'],
  [
    'a length beside chunks',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  ],
  ['a folded field', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\n\r\n'],
  ['a space before the colon', 'HTTP/1.1 200 OK\r\nX-A : 1\r\n\r\n'],
  ['a line feed in a value', 'HTTP/1.1 200 OK\r\nX-A: 1\n2\r\n\r\n'],
  ['an invalid chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n'],
  [
    'a chunk without its end',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi0\r\n\r\n',
  ],
])('refuses %s', (_name, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'MalformedAnswer' }))
})
