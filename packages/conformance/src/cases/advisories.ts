import type { DeclaredCase, Expectation, PlannedRequest } from '../case.ts'
import {
  earlyProblem,
  filesResponse,
  jsonResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

const NO_STORE = { 'cache-control': 'no-store' }
const notFound = problem('not_found')
const badPath = earlyProblem('bad_path')
const guarded = problem('unauthorized', { 'www-authenticate': 'Bearer' })
const invalid = problem('invalid_token', { 'www-authenticate': 'Bearer error="invalid_token"' })
const FORM = 'application/x-www-form-urlencoded'

/**
 * What has gone wrong in neighbouring projects, as requests: each is named by the advisory of its
 * class. `/me` and what is below it stand for whatever a guard protects.
 */
export const advisoryCases: readonly DeclaredCase[] = [
  // One spelling for the guard and another for the handler.
  testCase('GHSA-wc8c-qw6v-h7f6', 'finds no guarded path behind %2F', '/me%2Favatar', notFound),
  testCase('GHSA-q5qw-h33p-qvwr', 'finds no guarded path behind %2f', '/me%2favatar', notFound),
  testCase('GHSA-92pp-h63x-v22m', 'finds no guarded path behind //', '//me/avatar', notFound),
  testCase('GHSA-92pp-h63x-v22m-inner', 'merges no slashes inside', '/me//avatar', notFound),
  testCase('GHSA-frvp-7c67-39w9', 'takes %5C for no separator', '/me%5Cavatar', notFound),
  testCase('GHSA-wwfh-h76j-fc44', 'takes a raw backslash for no separator', '/me\\avatar', badPath),
  testCase('GHSA-rjq5-w47x-x359', 'asks the guard behind ..', '/files/../me', guarded),
  testCase('GHSA-3mpf-rcc7-5347', 'asks the guard behind %2e%2e', '/files/%2e%2e/me', guarded),
  testCase('GHSA-83w8-p2f5-377r', 'asks the guard behind a .. inside', '/x/../me/avatar', guarded),
  testCase('GHSA-8pvw-jcv7-9cmj', 'finds no guarded path behind two slashes', '//me', notFound),
  testCase('GHSA-pr96-94w5-mx2h', 'asks the guard behind a dot', '/./me', guarded),
  testCase('GHSA-2q7r-29rg-6m5h', 'asks the guard of a sibling', '/echo/%2e%2e/me', guarded),
  testCase('GHSA-cxrg-g7r8-w69p', 'asks the guard for an encoded letter', '/%6de', guarded),
  testCase('GHSA-8p85-9qpw-fwgw', 'has nothing behind doubled slashes', '//me//avatar', notFound),
  testCase('GHSA-v9ww-2j6r-98q6', 'cuts no guarded path at ;', '/me;bypass', notFound),
  testCase('GHSA-72c6-fx6q-fr5w', 'has no guarded path with a slash more', '/me/', notFound),
  testCase('GHSA-g6q3-96cp-5r5m', 'doubles no prefix of a group', '/me/me/avatar', notFound),
  testCase('GHSA-6hw5-45gm-fj88', 'asks the guard of a group at its paths', '/me/avatar', guarded),
  testCase('GHSA-hrwm-hgmj-7p9c', 'asks the guard of a group at its root', '/me?/avatar', guarded),
  testCase('GHSA-wr4h-v87w-p3r7', 'climbs no higher than the root', '/%2e%2e/%2e%2e/etc', notFound),
  testCase(
    'GHSA-72gr-qfp7-vwhw',
    'takes twice encoded dots for data',
    '/files/%252e%252e/x',
    filesResponse('%2e%2e', 'x'),
  ),
  testCase(
    'GHSA-5w89-w975-hf9q',
    'keeps an encoded traversal in its scope',
    '/files/orders/..%2fadmin%2fconfig.json',
    filesResponse('orders', '../admin/config.json'),
  ),
  testCase(
    'GHSA-x732-6j76-qmhm',
    'finds nothing behind //, however often',
    Array.from({ length: 20 }, (): PlannedRequest => ({
      method: 'POST',
      target: '//echo/1',
      body: '',
    })),
    Array.from({ length: 20 }, () => notFound),
  ),
  testCase(
    'GHSA-w332-q679-j88p',
    'has no files of a host',
    '/files/../__STATIC_CONTENT_MANIFEST',
    notFound,
  ),
  // Parsers.
  testCase(
    'GHSA-g6gw-c38x-mqfc',
    'nests nothing at 10,000 dots',
    form(`${'a.'.repeat(10_000)}a=1`),
    jsonResponse(`{"${'a.'.repeat(10_000)}a":"1"}`),
  ),
  testCase(
    'GHSA-qwcr-r2fm-qrc7',
    'nests nothing at 1,000 brackets',
    form(`a${'[b]'.repeat(1000)}=1`),
    jsonResponse(`{"a${'[b]'.repeat(1000)}":"1"}`),
  ),
  ...Object.entries({
    'GHSA-jx2c-rxcm-jvmq': 'application/json\ta',
    'GHSA-247c-9743-5963': 'application/json garbage',
    'GHSA-573f-x89g-hqp9': 'application/json/x',
    'GHSA-2234-fmw7-43wr': 'Text/Plain',
    'GHSA-3fjj-p79j-c9hh': 'multipart/form-data ; x',
    'GHSA-h5cw-625j-3rxh': FORM,
  }).map(([id, type]) =>
    testCase(
      id,
      `reads no JSON of ${JSON.stringify(type)}`,
      { method: 'POST', target: '/json', headers: [['Content-Type', type]], body: '{}' },
      problem('unsupported_media_type', { accept: 'application/json' }),
    ),
  ),
  testCase(
    'GHSA-f45g-68q3-5w8x',
    'reads a text that repeats itself',
    posted('/json', 'application/json', `["${'http://a'.repeat(4096)}"]`),
    jsonResponse(`["${'http://a'.repeat(4096)}"]`),
  ),
  testCase(
    'GHSA-593f-38f6-jp5m',
    'has no use for a header full of spaces',
    {
      target: '/only-get',
      headers: [['X-Forwarded-Proto', `https${' '.repeat(7800)}x`]],
    },
    textResponse('hello'),
  ),
  testCase(
    'GHSA-j3q9-mxjg-w52f',
    'matches a path that repeats itself',
    `/echo/${'a-'.repeat(3500)}`,
    jsonResponse(JSON.stringify({ route: 'echo', id: 'a-'.repeat(3500), query: [], body: '' })),
  ),
  // Places that a request may not choose.
  testCase('GHSA-fp4x-ggrf-wmc6', 'redirects no client to //evil.com', '//evil.com/', notFound),
  testCase(
    'GHSA-wrjc-x8rr-h8h6',
    'redirects no client to the Referer',
    { target: '/files', headers: [['Referer', 'http://kit.test//evil.com/']] },
    notFound,
  ),
  testCase(
    'GHSA-2j2x-hqr9-3h42',
    'stays on this host at a path with two slashes inside',
    '/resp/redirect?to=/legacy//evil.com',
    {
      status: 302,
      headers: { location: '/legacy//evil.com', vary: 'Origin' },
      body: '',
    },
  ),
  // Credentials: tokens are opaque here, so that a JWT is one more unknown token.
  ...Object.entries({
    'GHSA-f67f-6cw9-8mq4': jwt({ alg: 'HS256' }, { sub: '1' }),
    'GHSA-m732-5p4w-x69g': jwt({ alg: 'HS256' }, { sub: '1', aud: 'other' }),
    'GHSA-hm8q-7f3q-5f36': jwt({ alg: 'HS256' }, { sub: '1', exp: 1e308 }),
    'GHSA-hm7r-c7qw-ghp6': jwt({ alg: 'HS256', crit: ['x'] }, { sub: '1' }),
    'GHSA-hhhv-q57g-882q': `${jwt({ alg: 'dir', zip: 'DEF' }, {})}.AAAA.AAAA`,
  }).map(([id, token]) =>
    testCase(
      id,
      'takes no JWT for a token',
      { target: '/me', headers: [['Authorization', `Bearer ${token}`]] },
      invalid,
    ),
  ),
  testCase(
    'GHSA-p77w-8qqv-26rm',
    'lets no cache keep what a guard let through, whatever the path looks like',
    {
      target: '/me?x.css',
      headers: [['Authorization', 'Bearer kit-token-0123456789']],
    },
    jsonResponse('{"name":"Ada"}', NO_STORE),
  ),
  // Framing.
  ...['OPTIONS', 'DELETE'].map((method) =>
    testCase(
      `GHSA-8xcm-r25x-g524-${method}`,
      `ends the chunks of ${method} where they end`,
      { method, target: '/any/1', chunks: ['hi'] },
      dropped(method),
    ),
  ),
]

// Nobody reads the chunks: hosts end the connection, or take the next request from where they end.
function dropped(method: string): Expectation {
  const headers = method === 'OPTIONS' ? { allow: /DELETE/, vary: 'Origin' } : { vary: 'Origin' }
  return { status: 204, headers, body: '', length: 'none', close: 'either' }
}

function form(body: string): PlannedRequest {
  return posted('/form', FORM, body)
}

function posted(target: string, type: string, body: string): PlannedRequest {
  return { method: 'POST', target, headers: [['Content-Type', type]], body }
}

function jwt(head: object, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ typ: 'JWT', ...head })}.${part(claims)}.${'A'.repeat(43)}`
}
