import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { earlyProblem, problem, testCase } from '../expectations.ts'

const JSON_TYPE: readonly [string, string] = ['Content-Type', 'application/json']
const LONG = `/echo/1?${'x'.repeat(8100)}`
const unauthorized = problem('unauthorized', { 'www-authenticate': 'Bearer' })

/** A request that fails two checks gets the first one's answer. */
export const orderCases: readonly DeclaredCase[] = [
  testCase(
    'first-length-host',
    'looks at the length of the target before Host',
    { target: LONG, host: 'a/b' },
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'first-length-path',
    'looks at the length of the target before its path',
    `/echo/%zz${'x'.repeat(8100)}`,
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'first-host-path',
    'looks at Host before the path',
    { target: '/echo/%zz', host: 'a/b' },
    earlyProblem('bad_host'),
  ),
  testCase(
    'first-path-match',
    'looks at the encoding before it looks for a route',
    '/nope/%zz',
    earlyProblem('bad_path'),
  ),
  testCase(
    'first-path-options',
    'refuses a bad path of OPTIONS',
    { method: 'OPTIONS', target: '/echo/%zz' },
    earlyProblem('bad_path'),
  ),
  testCase(
    'first-path-method',
    'looks at the path before the method',
    { method: 'PURGE', target: '/echo/%zz' },
    earlyProblem('bad_path'),
  ),
  testCase(
    'first-path-preflight',
    'looks at the path before a preflight',
    {
      method: 'OPTIONS',
      target: '/echo/%zz',
      headers: [
        ['Origin', 'https://app.test'],
        ['Access-Control-Request-Method', 'POST'],
      ],
    },
    earlyProblem('bad_path', {
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-request-id',
    }),
  ),
  testCase(
    'first-404-501',
    'looks for a route before the method',
    { method: 'PURGE', target: '/nope' },
    problem('not_found'),
  ),
  testCase(
    'first-501-401',
    'looks at the method before guards',
    { method: 'PURGE', target: '/me' },
    problem('not_implemented'),
  ),
  testCase(
    'first-405-401',
    "looks at the route's methods before guards",
    { method: 'DELETE', target: '/me' },
    problem('method_not_allowed', { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  testCase('first-404-413', 'looks for a route before the length', declared('/nope', []), {
    ...problem('not_found'),
    close: 'either',
  }),
  testCase('first-405-413', 'looks at the method before the length', declared('/only-get', []), {
    ...problem('method_not_allowed', { allow: 'GET, HEAD, OPTIONS' }),
    close: 'either',
  }),
  testCase(
    'first-401-415',
    'asks guards before it looks at the type',
    post('/me', 'x', [['Content-Type', 'text/plain']]),
    unauthorized,
  ),
  testCase(
    'first-401-413',
    'asks guards before it looks at the length',
    declared('/me', [JSON_TYPE]),
    unauthorized,
  ),
  testCase(
    'first-401-400',
    'asks guards before it reads the body',
    post('/me', '{broken', [JSON_TYPE]),
    unauthorized,
  ),
  testCase(
    'first-415-413',
    'looks at the type before the length',
    declared('/json', [['Content-Type', 'text/plain']]),
    problem('unsupported_media_type', { accept: 'application/json' }),
  ),
  testCase(
    'first-415-413-coding',
    'looks at the coding before the length',
    declared('/json', [JSON_TYPE, ['Content-Encoding', 'gzip']]),
    problem('unsupported_media_type', { 'accept-encoding': 'identity' }),
  ),
  testCase(
    'first-413-400',
    'counts before it parses',
    { ...post('/json', undefined, [JSON_TYPE]), chunks: ['{broken', ' '.repeat(1_048_576)] },
    problem('body_too_large', {}, { close: true }),
  ),
  testCase(
    'first-400-404',
    'parses before it looks at params',
    post('/checked/abc', '{broken', [JSON_TYPE]),
    problem('invalid_json'),
  ),
  testCase(
    'first-415-404',
    'looks at the type before params',
    post('/checked/abc', '{}', [['Content-Type', 'text/plain']]),
    problem('unsupported_media_type', { accept: 'application/json' }),
  ),
  testCase(
    'first-404-422',
    'looks at params before the rest',
    post('/checked/abc', '{}', [JSON_TYPE]),
    problem('not_found'),
  ),
  testCase(
    'first-401-422',
    'asks guards before schemas',
    post('/me', '{"name":1}', [JSON_TYPE]),
    unauthorized,
  ),
]

function post(
  target: string,
  body: string | undefined,
  headers: readonly (readonly [string, string])[],
): PlannedRequest {
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function declared(target: string, headers: readonly (readonly [string, string])[]) {
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const raw = `POST {mount}${target} HTTP/1.1\r\nHost: kit.test\r\n${fields}Content-Length: 1048577\r\n\r\n`
  return { raw, methods: ['POST'] }
}
