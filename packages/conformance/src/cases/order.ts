import type { Case, Expectation, Plan } from '../case.ts'
import { early, json, problem, scene } from '../expectations.ts'

const TOKEN: readonly [string, string] = ['Authorization', 'Bearer kit-token-0123456789']
const JSON_TYPE: readonly [string, string] = ['Content-Type', 'application/json']
const LONG = `/echo/1?${'x'.repeat(8100)}`
const unauthorized = problem('unauthorized', { 'www-authenticate': 'Bearer' })
const NAMED = '{"in":"body","path":["name"],"message":"must be text"}'

/** A request that fails two checks gets the first one's answer. */
export const orderCases: readonly Case[] = [
  scene(
    'first-length-host',
    'looks at the length of the target before Host',
    { target: LONG, host: 'a/b' },
    early('uri_too_long'),
  ),
  scene(
    'first-length-path',
    'looks at the length of the target before its path',
    `/echo/%zz${'x'.repeat(8100)}`,
    early('uri_too_long'),
  ),
  scene(
    'first-host-path',
    'looks at Host before the path',
    { target: '/echo/%zz', host: 'a/b' },
    early('bad_host'),
  ),
  scene(
    'first-path-match',
    'looks at the encoding before it looks for a route',
    '/nope/%zz',
    early('bad_path'),
  ),
  scene(
    'first-path-options',
    'refuses a bad path of OPTIONS',
    { method: 'OPTIONS', target: '/echo/%zz' },
    early('bad_path'),
  ),
  scene(
    'first-path-method',
    'looks at the path before the method',
    { method: 'PURGE', target: '/echo/%zz' },
    early('bad_path'),
  ),
  scene(
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
    early('bad_path'),
  ),
  scene(
    'first-404-501',
    'looks for a route before the method',
    { method: 'PURGE', target: '/nope' },
    problem('not_found'),
  ),
  scene(
    'first-501-401',
    'looks at the method before guards',
    { method: 'PURGE', target: '/me' },
    problem('not_implemented'),
  ),
  scene(
    'first-405-401',
    "looks at the route's methods before guards",
    { method: 'DELETE', target: '/me' },
    problem('method_not_allowed', { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  scene('first-404-413', 'looks for a route before the length', declared('/nope', []), {
    ...problem('not_found'),
    close: 'either',
  }),
  scene('first-405-413', 'looks at the method before the length', declared('/only-get', []), {
    ...problem('method_not_allowed', { allow: 'GET, HEAD, OPTIONS' }),
    close: 'either',
  }),
  scene(
    'first-401-415',
    'asks guards before it looks at the type',
    post('/me', 'x', [['Content-Type', 'text/plain']]),
    unauthorized,
  ),
  scene(
    'first-401-413',
    'asks guards before it looks at the length',
    declared('/me', [JSON_TYPE]),
    unauthorized,
  ),
  scene(
    'first-401-400',
    'asks guards before it reads the body',
    post('/me', '{broken', [JSON_TYPE]),
    unauthorized,
  ),
  scene(
    'first-415-413',
    'looks at the type before the length',
    declared('/json', [['Content-Type', 'text/plain']]),
    problem('unsupported_media_type', { accept: 'application/json' }),
  ),
  scene(
    'first-415-413-coding',
    'looks at the coding before the length',
    declared('/json', [JSON_TYPE, ['Content-Encoding', 'gzip']]),
    problem('unsupported_media_type', { 'accept-encoding': 'identity' }),
  ),
  scene(
    'first-413-400',
    'counts before it parses',
    { ...post('/json', undefined, [JSON_TYPE]), chunks: ['{broken', ' '.repeat(1_048_576)] },
    problem('body_too_large', {}, { close: true }),
  ),
  scene(
    'first-400-404',
    'parses before it looks at params',
    post('/checked/abc', '{broken', [JSON_TYPE]),
    problem('invalid_json'),
  ),
  scene(
    'first-415-404',
    'looks at the type before params',
    post('/checked/abc', '{}', [['Content-Type', 'text/plain']]),
    problem('unsupported_media_type', { accept: 'application/json' }),
  ),
  scene(
    'first-404-422',
    'looks at params before the rest',
    post('/checked/abc', '{}', [JSON_TYPE]),
    problem('not_found'),
  ),
  scene(
    'first-401-422',
    'asks guards before schemas',
    post('/me', '{"name":1}', [JSON_TYPE]),
    unauthorized,
  ),
  scene(
    'validation',
    'names all issues at once, in their order',
    post('/checked/1?page=x&size=1&size=2', '{"name":1}', [JSON_TYPE]),
    issues(
      '{"in":"query","path":["page"],"message":"must be digits"}',
      '{"in":"query","path":["size"],"message":"must be digits"}',
      '{"in":"headers","path":["x-kit"],"message":"must be text"}',
      NAMED,
      '{"in":"body","path":["age"],"message":"must be number"}',
    ),
  ),
  scene('validation-body', 'names issues of the body', checked('{"age":1}'), issues(NAMED)),
  scene(
    'validation-array',
    'names an issue of the whole body',
    checked('[]'),
    issues('{"in":"body","path":[],"message":"must be an object"}'),
  ),
  scene(
    'validation-guarded',
    'lets caches keep no refusal behind a guard',
    post('/me', '{"name":1}', [JSON_TYPE, TOKEN]),
    issues(NAMED),
  ),
  scene(
    'GHSA-w2qp-rph6-63g4',
    "coerces nothing behind the schema's back",
    checked('{"name":"Ada","age":"36"}'),
    issues('{"in":"body","path":["age"],"message":"must be number"}'),
  ),
  scene(
    'GHSA-hxj9-33pp-j2cc',
    'gives handlers what the schema lets through and nothing more',
    checked('{"name":"Ada","age":36,"admin":true}'),
    json('{"id":"1","page":"2","kit":"yes","name":"Ada","age":36}'),
  ),
]

function issues(...list: readonly string[]): Expectation {
  const body = `{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"validation","errors":[${list.join(',')}]}`
  return { ...problem('validation'), body }
}

function checked(body: string): Plan {
  return post('/checked/1?page=2&size=3', body, [JSON_TYPE, ['X-Kit', 'yes']])
}

function post(
  target: string,
  body: string | undefined,
  headers: readonly (readonly [string, string])[],
): Plan {
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function declared(target: string, headers: readonly (readonly [string, string])[]) {
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const raw = `POST {mount}${target} HTTP/1.1\r\nHost: kit.test\r\n${fields}Content-Length: 1048577\r\n\r\n`
  return { raw, methods: ['POST'] }
}
