import type { Case, Expectation, Plan } from '../case.ts'
import { early, files, json, plain, problem, scene } from '../expectations.ts'

const NO_STORE = { 'cache-control': 'no-store' }
const notFound = problem('not_found')
const badPath = early('bad_path')
const guarded = problem('unauthorized', { 'www-authenticate': 'Bearer' })
const invalid = problem('invalid_token', { 'www-authenticate': 'Bearer error="invalid_token"' })
const FORM = 'application/x-www-form-urlencoded'

/**
 * What has gone wrong in neighbouring projects, as requests: each is named by the advisory of its
 * class. `/me` and what is below it stand for whatever a guard protects.
 */
export const advisoryCases: readonly Case[] = [
  // One spelling for the guard and another for the handler.
  scene('GHSA-wc8c-qw6v-h7f6', 'finds no guarded path behind %2F', '/me%2Favatar', notFound),
  scene('GHSA-q5qw-h33p-qvwr', 'finds no guarded path behind %2f', '/me%2favatar', notFound),
  scene('GHSA-92pp-h63x-v22m', 'finds no guarded path behind //', '//me/avatar', notFound),
  scene('GHSA-92pp-h63x-v22m-inner', 'merges no slashes inside', '/me//avatar', notFound),
  scene('GHSA-frvp-7c67-39w9', 'takes %5C for no separator', '/me%5Cavatar', notFound),
  scene('GHSA-wwfh-h76j-fc44', 'takes a raw backslash for no separator', '/me\\avatar', badPath),
  scene('GHSA-rjq5-w47x-x359', 'asks the guard behind ..', '/files/../me', guarded),
  scene('GHSA-3mpf-rcc7-5347', 'asks the guard behind %2e%2e', '/files/%2e%2e/me', guarded),
  scene('GHSA-83w8-p2f5-377r', 'asks the guard behind a .. inside', '/x/../me/avatar', guarded),
  scene('GHSA-8pvw-jcv7-9cmj', 'finds no guarded path behind two slashes', '//me', notFound),
  scene('GHSA-pr96-94w5-mx2h', 'asks the guard behind a dot', '/./me', guarded),
  scene('GHSA-2q7r-29rg-6m5h', 'asks the guard of a sibling', '/echo/%2e%2e/me', guarded),
  scene('GHSA-cxrg-g7r8-w69p', 'asks the guard for an encoded letter', '/%6de', guarded),
  scene('GHSA-8p85-9qpw-fwgw', 'has nothing behind doubled slashes', '//me//avatar', notFound),
  scene('GHSA-v9ww-2j6r-98q6', 'cuts no guarded path at ;', '/me;bypass', notFound),
  scene('GHSA-72c6-fx6q-fr5w', 'has no guarded path with a slash more', '/me/', notFound),
  scene('GHSA-g6q3-96cp-5r5m', 'doubles no prefix of a group', '/me/me/avatar', notFound),
  scene('GHSA-6hw5-45gm-fj88', 'asks the guard of a group at its paths', '/me/avatar', guarded),
  scene('GHSA-hrwm-hgmj-7p9c', 'asks the guard of a group at its root', '/me?/avatar', guarded),
  scene('GHSA-wr4h-v87w-p3r7', 'climbs no higher than the root', '/%2e%2e/%2e%2e/etc', notFound),
  scene(
    'GHSA-72gr-qfp7-vwhw',
    'takes twice encoded dots for data',
    '/files/%252e%252e/x',
    files('%2e%2e', 'x'),
  ),
  scene(
    'GHSA-5w89-w975-hf9q',
    'keeps an encoded traversal in its scope',
    '/files/orders/..%2fadmin%2fconfig.json',
    files('orders', '../admin/config.json'),
  ),
  scene(
    'GHSA-x732-6j76-qmhm',
    'finds nothing behind //, however often',
    Array.from({ length: 20 }, (): Plan => ({ method: 'POST', target: '//echo/1', body: '' })),
    Array.from({ length: 20 }, () => notFound),
  ),
  scene(
    'GHSA-w332-q679-j88p',
    'has no files of a host',
    '/files/../__STATIC_CONTENT_MANIFEST',
    notFound,
  ),
  // Parsers.
  scene(
    'GHSA-g6gw-c38x-mqfc',
    'nests nothing at 10,000 dots',
    form(`${'a.'.repeat(10_000)}a=1`),
    json(`{"${'a.'.repeat(10_000)}a":"1"}`),
  ),
  scene(
    'GHSA-qwcr-r2fm-qrc7',
    'nests nothing at 1,000 brackets',
    form(`a${'[b]'.repeat(1000)}=1`),
    json(`{"a${'[b]'.repeat(1000)}":"1"}`),
  ),
  ...Object.entries({
    'GHSA-jx2c-rxcm-jvmq': 'application/json\ta',
    'GHSA-247c-9743-5963': 'application/json garbage',
    'GHSA-573f-x89g-hqp9': 'application/json/x',
    'GHSA-2234-fmw7-43wr': 'Text/Plain',
    'GHSA-3fjj-p79j-c9hh': 'multipart/form-data ; x',
    'GHSA-h5cw-625j-3rxh': FORM,
  }).map(([id, type]) =>
    scene(
      id,
      `reads no JSON of ${JSON.stringify(type)}`,
      { method: 'POST', target: '/json', headers: [['Content-Type', type]], body: '{}' },
      problem('unsupported_media_type', { accept: 'application/json' }),
    ),
  ),
  scene(
    'GHSA-f45g-68q3-5w8x',
    'reads a text that repeats itself',
    posted('/json', 'application/json', `["${'http://a'.repeat(4096)}"]`),
    json(`["${'http://a'.repeat(4096)}"]`),
  ),
  scene(
    'GHSA-593f-38f6-jp5m',
    'has no use for a header full of spaces',
    {
      target: '/only-get',
      headers: [['X-Forwarded-Proto', `https${' '.repeat(7800)}x`]],
    },
    plain('hello'),
  ),
  scene(
    'GHSA-j3q9-mxjg-w52f',
    'matches a path that repeats itself',
    `/echo/${'a-'.repeat(3500)}`,
    json(JSON.stringify({ route: 'echo', id: 'a-'.repeat(3500), query: [], body: '' })),
  ),
  // Places that a request may not choose.
  scene('GHSA-fp4x-ggrf-wmc6', 'sends nobody to //evil.com', '//evil.com/', notFound),
  scene(
    'GHSA-wrjc-x8rr-h8h6',
    'sends nobody to where the Referer says',
    { target: '/files', headers: [['Referer', 'http://kit.test//evil.com/']] },
    notFound,
  ),
  scene(
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
    scene(
      id,
      'takes no JWT for a token',
      { target: '/me', headers: [['Authorization', `Bearer ${token}`]] },
      invalid,
    ),
  ),
  scene(
    'GHSA-p77w-8qqv-26rm',
    'lets no cache keep what a guard let through, whatever the path looks like',
    {
      target: '/me?x.css',
      headers: [['Authorization', 'Bearer kit-token-0123456789']],
    },
    json('{"name":"Ada"}', NO_STORE),
  ),
  // Framing.
  ...['OPTIONS', 'DELETE'].map((method) =>
    scene(
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

function form(body: string): Plan {
  return posted('/form', FORM, body)
}

function posted(target: string, type: string, body: string): Plan {
  return { method: 'POST', target, headers: [['Content-Type', type]], body }
}

function jwt(head: object, claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ typ: 'JWT', ...head })}.${part(claims)}.${'A'.repeat(43)}`
}
