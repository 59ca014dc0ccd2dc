import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { jsonResponse, emptyResponse, textResponse, problem, testCase } from '../expectations.ts'

const hello = textResponse('hello')

/** Request headers: joined, trimmed, read as UTF-8, and believed only where a rule says so. */
export const fieldCases: readonly DeclaredCase[] = [
  seen('K23', ['X-A: 1', 'X-A: 2'], '1, 2'),
  seen('K23-case', ['x-a: 1', 'X-B: no', 'X-a: 2', 'X-A: 3'], '1, 2, 3'),
  seen('K23-empty', ['X-A:', 'X-A: 2'], ', 2'),
  // Raw, since a Request that is made by hand trims what it has joined.
  ...[
    ['K23-empty-last', 'X-A: 2\r\nX-A:', '2, '] as const,
    ['K23-empty-both', 'X-A: \r\nX-A: ', ', '] as const,
  ].map(([id, lines, value]) =>
    testCase(
      id,
      `reads ${JSON.stringify(lines)}`,
      {
        raw: `GET {mount}/headers/x-a HTTP/1.1\r\nHost: kit.test\r\n${lines}\r\n\r\n`,
        methods: ['GET'],
      },
      jsonResponse(JSON.stringify({ value })),
    ),
  ),
  seen('header-space', ['X-A: \t 1 2 \t '], '1 2'),
  seen('header-empty', ['X-A: '], ''),
  seen('header-none', ['X-B: 1'], null),
  seen('header-utf8', ['X-A: caf\xc3\xa9'], 'café'),
  seen('header-latin1', ['X-A: caf\xe9'], 'caf\ufffd'),
  seen('header-comma', ['X-A: a,b'], 'a,b'),
  seen('header-8k', [`X-A: ${'x'.repeat(8000)}`], 'x'.repeat(8000)),
  seen(
    'header-100',
    [...Array.from({ length: 97 }, (_, index) => `X-${index}: ${index}`), 'X-A: last'],
    'last',
  ),
  seen('CVE-2026-21710', ['__proto__: x'], ['__proto__', 'x']),
  seen('header-constructor', ['X-A: 1'], ['constructor', null]),
  seen('header-upper-name', ['x-a: 1'], ['X-A', '1']),
  testCase(
    'header-17k',
    'takes or refuses a header of 17 KB',
    withFields('/only-get', [`X-A: ${'x'.repeat(17_000)}`]),
    { status: [200, 400, 431], anonymous: true, orClosed: true, close: 'either', runs: 'any' },
  ),
  testCase(
    'header-2000',
    'takes or refuses 2,000 headers',
    withFields(
      '/only-get',
      Array.from({ length: 2000 }, (_, index) => `X${index}: 1`),
    ),
    { status: [200, 400, 431], anonymous: true, orClosed: true, close: 'either', runs: 'any' },
  ),
  testCase(
    'GHSA-f82v-jwr5-mffw',
    'has no header that skips a guard',
    withFields('/me', [
      'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware',
      'X-React-Router-SPA-Mode: yes',
    ]),
    problem('unauthorized', { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' }),
  ),
  testCase(
    'GHSA-q7jf-gf43-6x6p',
    'copies no Vary from the request',
    withFields('/only-get', ['Vary: Origin, X-Evil']),
    hello,
  ),
  testCase(
    'GHSA-79qm-7rj5-m7r9',
    'strips no header that Connection names',
    withFields('/me', [
      'Connection: x-request-id, authorization',
      'Authorization: Bearer kit-token-0123456789',
    ]),
    jsonResponse('{"name":"Ada"}', { 'cache-control': 'no-store' }),
  ),
  testCase(
    'GHSA-c57f-mm3j-27q9',
    'has no opinion on If-Match',
    withFields('/only-get', ['If-Match: x']),
    hello,
  ),
  testCase(
    'K56',
    'answers If-None-Match as if it were not there',
    withFields('/only-get', ['If-None-Match: *']),
    hello,
  ),
  testCase(
    'K56-tag',
    'makes no 304 of a tag that fits',
    withFields('/resp/etag', [
      'If-None-Match: "v1"',
      'If-Modified-Since: Wed, 21 Oct 2026 07:28:00 GMT',
    ]),
    textResponse('tagged', { etag: '"v1"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
  ),
  testCase(
    'range',
    'sends all whatever Range says',
    withFields('/only-get', ['Range: bytes=0-1']),
    hello,
  ),
  testCase(
    'redos-language',
    'reads no language',
    withFields('/only-get', [`Accept-Language: ${'a-'.repeat(3900)}`]),
    hello,
  ),
  testCase(
    'redos-preflight',
    'survives a list of commas',
    {
      method: 'OPTIONS',
      target: '/json',
      headers: [
        ['Origin', 'https://evil.test'],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', ','.repeat(7900)],
      ],
    },
    emptyResponse(204),
  ),
  testCase(
    'request-id-inbound',
    'makes its own request id',
    withFields('/only-get', ['X-Request-Id: mine']),
    {
      ...hello,
      check: ({ headers }) =>
        headers.some(([, value]) => value === 'mine') ? 'the id came from outside' : undefined,
    },
  ),
  testCase(
    'fields-1500',
    'loses none of 1,500 fields, or refuses them',
    {
      target: '/headers/x-last',
      headers: [
        ...Array.from({ length: 1500 }, (_, index): [string, string] => [`A${index}`, '1']),
        ['X-Last', 'seen'],
      ],
    },
    {
      ...{ status: [200, 400, 431], anonymous: true, orClosed: true, close: 'either', runs: 'any' },
      check: ({ status, body }) =>
        status === 200 && Buffer.from(body).toString() !== '{"value":"seen"}'
          ? 'a field was lost'
          : undefined,
    },
  ),
]

/** What a handler sees of `x-a`, or of another header that is named beside the value. */
function seen(
  id: string,
  lines: readonly string[],
  expected: string | null | readonly [name: string, value: string | null],
): DeclaredCase {
  const [name, value] = Array.isArray(expected) ? (expected as [string, string]) : ['x-a', expected]
  const isLong = lines.length > 4 || lines.join('').length > 80
  const shown = isLong ? `${lines.length} lines` : JSON.stringify(lines)
  const request = withFields(`/headers/${name}`, lines)
  return testCase(id, `reads ${shown}`, request, jsonResponse(JSON.stringify({ value })))
}

function withFields(target: string, lines: readonly string[]): PlannedRequest {
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
  })
  return { target, headers }
}
