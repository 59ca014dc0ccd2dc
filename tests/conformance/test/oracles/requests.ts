import type { IncomingMessage } from 'node:http'
import { type EventSourceName, toEvent } from '@gimbal/test-support/lambda'
import fc from 'fast-check'

/** A request as the client sends it. */
export interface SentRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

const segment = fc.oneof(
  fc.constantFrom(
    'a',
    'users',
    'space%20value',
    'caf%C3%A9',
    'a+b',
    'a%2Bb',
    "it's",
    '~x',
    'a;b=c',
  ),
  fc.constantFrom(
    'a%2Fb',
    '100%25',
    '%2541',
    'a%3Fb',
    'a%23b',
    '',
    'a:b',
    'a@b',
    '%E2%82%AC',
    '%41',
  ),
  fc.stringMatching(/^[\w.~-]{1,8}$/).filter((text) => !/^\.+$/.test(text)),
)
const path = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => `/${segments.join('/')}`)

const word = fc.constantFrom('a', 'b', 'é', 'a b', '')
const encoded = fc.oneof(
  word.map(encodeURIComponent),
  fc.constantFrom('a+b', 'a%2Bb', '1%262', 'x%3Dy', '%25', 'one,two', 'a%23b', "'", '%F0%9F%98%80'),
)
const pair = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        encoded.filter((text) => text !== ''),
        encoded,
      )
      .map((both) => both.join('=')),
  },
  { weight: 1, arbitrary: fc.constantFrom('flag', 'a', 'a=b=c') },
)
const query = fc.array(pair, { maxLength: 5 }).map((pairs) => pairs.join('&'))

const probe: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc.constant<readonly string[]>([]),
  fc.array(fc.constantFrom('first', 'second', 'a, b', 'Wed, 21 Oct 2026', 'x=1; y=2'), {
    minLength: 1,
    maxLength: 3,
  }),
)
const cookies = fc.array(fc.constantFrom('a=1', 'b=2', 'a=3', 'c="q"', 'd=x%20y', 'e=a=b'), {
  maxLength: 3,
})
const content = fc.oneof(
  fc.constant(['', new Uint8Array()] as const),
  fc.string({ maxLength: 20, unit: 'grapheme' }).map((text) => {
    const body = new TextEncoder().encode(JSON.stringify(text.toWellFormed()))
    return ['application/json', body] as const
  }),
  fc
    .uint8Array({ minLength: 1, maxLength: 20 })
    .map((body) => ['application/octet-stream', body] as const),
)

export const sentRequest: fc.Arbitrary<SentRequest> = fc
  .record({
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path,
    query,
    probe,
    cookies,
    content,
  })
  .map(({ method, path, query, probe, cookies, content: [type, body] }) => ({
    method,
    path,
    query,
    headers: [
      ['Host', 'a.test'],
      ...probe.map((value) => ['X-Probe', value] as const),
      ...(cookies.length > 0 ? [['Cookie', cookies.join('; ')] as const] : []),
      ...(type === '' ? [] : [['Content-Type', type] as const]),
      ...(body.length > 0 ? [['Content-Length', String(body.length)] as const] : []),
    ],
    body,
  }))

/** Makes the event of a request, as the emulated gateway does. */
export function eventOf(source: EventSourceName, sent: SentRequest): object {
  const stage = source === 'rest-api' ? '/live' : ''
  const req = {
    method: sent.method,
    url: `${stage}${sent.path}${sent.query === '' ? '' : `?${sent.query}`}`,
    rawHeaders: sent.headers.flat(),
    socket: { remoteAddress: '192.0.2.1' },
  }
  return toEvent(source, req as unknown as IncomingMessage, Buffer.from(sent.body))
}
