import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { earlyProblem, jsonResponse, textResponse, testCase } from '../expectations.ts'

const hello = textResponse('hello')
const badHost = earlyProblem('bad_host')

/** Host: its grammar, and that nothing else of it is believed; forwarded headers are not. */
export const authorityCases: readonly DeclaredCase[] = [
  ...Object.entries({
    '': 'a/b',
    port: 'a.test:80/me?',
    userinfo: 'evil.com:x@y',
    at: 'user@kit.test',
    space: 'a b',
    bracket: '[',
    'bad-ipv6': '[::1',
    'not-ipv6': '[a.test]',
    ports: 'a.test:80:81',
    letters: 'a.test:8o',
    backslash: 'a\\b',
    fragment: 'a#b',
    query: 'a?b',
    angle: '<a>',
    percent: 'a%zz',
    empty: '',
  }).map(([part, host]) =>
    testCase(
      part === '' ? 'K25' : `K25-${part}`,
      `refuses Host: ${host}`,
      { target: '/only-get', host },
      badHost,
    ),
  ),
  testCase(
    'GHSA-3vj8-jmxq-cgj5',
    'takes no path from Host',
    { target: '/nope', host: 'x:1/only-get?' },
    badHost,
  ),
  testCase(
    'K25-two',
    'refuses two Host lines',
    { target: '/only-get', headers: [['Host', 'kit.test']] },
    badHost,
  ),
  testCase(
    'K25-two-different',
    'refuses two different Host lines',
    { target: '/only-get', headers: [['host', 'other.test']] },
    badHost,
  ),
  testCase(
    'K25-none',
    'refuses HTTP/1.1 without Host',
    { raw: 'GET {mount}/only-get HTTP/1.1\r\n\r\n', methods: ['GET'] },
    badHost,
  ),
  testCase(
    'K25-http10',
    'serves HTTP/1.0 without Host',
    { raw: 'GET {mount}/only-get HTTP/1.0\r\n\r\n', methods: ['GET'], untilClose: true },
    { ...hello, close: true },
  ),
  ...[
    '[::1]:8080',
    '127.0.0.1',
    'a.test:',
    'A.TEST:80',
    'xn--caf-dma.test',
    'a_b.test',
    'a%41',
    'localhost',
    '[v1.a:b]',
  ].map((host) =>
    testCase(`K25-good-${host}`, `takes Host: ${host}`, { target: '/only-get', host }, hello),
  ),
  testCase(
    'K26',
    'believes no forwarded address',
    withFields('/client', forwarded()),
    jsonResponse('{"ip":"127.0.0.1"}'),
  ),
  testCase('K26-client', 'knows the peer', '/client', jsonResponse('{"ip":"127.0.0.1"}')),
  testCase(
    'K26-path',
    'takes no path from forwarded headers',
    withFields('/place/a', forwarded()),
    jsonResponse('{"method":"GET","path":"/place/a","basePath":"{mount}","operation":"getPlace"}'),
  ),
]

function forwarded(): readonly string[] {
  return [
    'X-Forwarded-For: 203.0.113.9',
    'X-Forwarded-Host: evil.test/x',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Prefix: /admin',
    'X-Original-URL: /only-get',
    'X-Rewrite-URL: /only-get',
    'X-Real-IP: 203.0.113.9',
    'True-Client-IP: 203.0.113.9',
    'CF-Connecting-IP: 203.0.113.9',
    'Forwarded: for=203.0.113.9;host=evil.test',
  ]
}

function withFields(target: string, lines: readonly string[]): PlannedRequest {
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
  })
  return { target, headers }
}
