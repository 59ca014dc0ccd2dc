import { expect, test } from 'vitest'
import { finalizeResponse } from './finalize-response.ts'
import type { ByteStream } from '../contract/adapter-types.ts'
import { chunksOf, readAll } from '../in-process/in-memory-request.ts'
import type { HttpResponse } from '../contract/http-response.ts'

const response = (over: Partial<HttpResponse>): HttpResponse => ({
  status: 200,
  headers: [],
  body: undefined,
  ...over,
})

test('a status is an integer in 200–599', () => {
  for (const status of [199, 600, 0, 100, 101, 200.5, NaN, 'abc' as never, undefined as never]) {
    expect(
      () => finalizeResponse(response({ status }), { method: 'GET', close: false }),
      String(status),
    ).toThrow('200–599')
  }
  for (const status of [200, 299, 418, 599]) {
    expect(finalizeResponse(response({ status }), { method: 'GET', close: false }).status).toBe(
      status,
    )
  }
})

test('framing and hop-by-hop headers, odd names and odd values are refused', () => {
  const bad: [string, unknown][] = [
    ['Content-Length', '99'],
    ['transfer-encoding', 'chunked'],
    ['connection', 'close'],
    ['a b', 'x'],
    ['', 'x'],
    ['x-a', 'é'],
    ['x-a', 'a\r\nb: c'],
    ['x-a', 'a\u0000'],
    ['x-a', 5],
    ['x-a', undefined],
  ]
  for (const [name, value] of bad) {
    const headers = [[name, value]] as never
    expect(
      () => finalizeResponse(response({ headers }), { method: 'GET', close: false }),
      `${name}: ${String(value)}`,
    ).toThrow()
  }
})

test('names are lower-case; repeats are joined, cookies are not', () => {
  const headers = [
    ['X-A', '1'],
    ['x-a', '2'],
    ['Set-Cookie', 'a=1'],
    ['set-cookie', 'b=2'],
  ] as const
  expect(finalizeResponse(response({ headers }), { method: 'GET', close: false }).headers).toEqual([
    ['x-a', '1, 2'],
    ['set-cookie', 'a=1'],
    ['set-cookie', 'b=2'],
    ['content-length', '0'],
  ])
})

test('204 and 304 carry no content nor its headers, 205 says that there is none', () => {
  const headers = [
    ['content-type', 'text/plain'],
    ['content-security-policy', "default-src 'none'"],
  ] as const
  for (const status of [204, 304]) {
    const sealed = finalizeResponse(response({ status, headers, body: 'x' }), {
      method: 'GET',
      close: false,
    })
    expect(sealed).toMatchObject({ body: undefined, headers: [headers[1]] })
  }
  const reset = finalizeResponse(response({ status: 205, headers, body: 'x' }), {
    method: 'GET',
    close: false,
  })
  expect(reset).toMatchObject({ body: undefined, headers: [headers[1], ['content-length', '0']] })
})

test('HEAD has the length of the content that GET would send', () => {
  expect(finalizeResponse(response({ body: 'é' }), { method: 'HEAD', close: false })).toEqual({
    status: 200,
    headers: [
      ['content-type', 'text/plain; charset=utf-8'],
      ['content-length', '2'],
    ],
    body: undefined,
    close: false,
  })
})

test('a body that is not ready for the wire throws: an object, null, a BigInt', () => {
  for (const body of [{}, null, 10n, () => 1, new Date(0)]) {
    expect(() =>
      finalizeResponse(response({ body: body as never }), { method: 'GET', close: false }),
    ).toThrow('expected a response body of text, bytes or a stream')
  }
})

test('a stream that breaks its promise of a size fails instead of desynchronising', async () => {
  for (const size of [1, 3]) {
    const body = (async function* () {
      yield 'ab'
    })()
    const sealed = finalizeResponse(response({ body, size }), { method: 'GET', close: false })
    expect(sealed.headers).toContainEqual(['content-length', String(size)])
    await expect(readAll(chunksOf(sealed.body as ByteStream))).rejects.toThrow(
      'expected a stream of',
    )
  }
})

test('the source of a body that HEAD or 204 does not want is told to stop', async () => {
  for (const [status, method] of [
    [200, 'HEAD'],
    [204, 'GET'],
  ] as const) {
    let cancelled = 0
    const body = new ReadableStream({ cancel: () => void cancelled++ })
    finalizeResponse(response({ status, body }), { method, close: false })
    expect(cancelled).toBe(1)
  }
})

test('location is serialized as a URL parser would', () => {
  const headers = [['location', '/café x']] as const
  expect(
    finalizeResponse(response({ headers }), { method: 'GET', close: false }).headers[0],
  ).toEqual(['location', '/caf%C3%A9%20x'])
})

test('no response at all is an error that says so', () => {
  expect(() => finalizeResponse(undefined as never, { method: 'GET', close: false })).toThrow(
    'got undefined',
  )
})
