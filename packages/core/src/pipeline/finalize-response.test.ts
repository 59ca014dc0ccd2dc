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

test('throws unless the status is an integer in 200–599', () => {
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

test('throws for framing and hop-by-hop headers, invalid names and invalid values', () => {
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

test('converts names to lower case and joins repeated headers except set-cookie', () => {
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

test('removes content and content headers of 204, 205 and 304; 205 has content-length 0', () => {
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

test('sets content-length of HEAD to the length of the content of GET', () => {
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

test('throws for a body that is not serialized: an object, null, a BigInt', () => {
  for (const body of [{}, null, 10n, () => 1, new Date(0)]) {
    expect(() =>
      finalizeResponse(response({ body: body as never }), { method: 'GET', close: false }),
    ).toThrow('expected a response body of text, bytes or a stream')
  }
})

test('fails a stream whose length differs from its declared size', async () => {
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

test('stops the source of a body that HEAD or 204 does not send', async () => {
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

test('serializes location as a URL parser does', () => {
  const headers = [['location', '/café x']] as const
  expect(
    finalizeResponse(response({ headers }), { method: 'GET', close: false }).headers[0],
  ).toEqual(['location', '/caf%C3%A9%20x'])
})

test('throws a readable error if there is no response', () => {
  expect(() => finalizeResponse(undefined as never, { method: 'GET', close: false })).toThrow(
    'got undefined',
  )
})
