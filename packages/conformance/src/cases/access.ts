import type { Case, Plan } from '../case.ts'
import { json, nothing, plain, problem, scene } from '../expectations.ts'

const TOKEN = 'kit-token-0123456789'
const NO_STORE = { 'cache-control': 'no-store' }
const ada = json('{"name":"Ada"}', NO_STORE)
const unauthorized = problem('unauthorized', { 'www-authenticate': 'Bearer' })
const invalid = problem('invalid_token', { 'www-authenticate': 'Bearer error="invalid_token"' })
const ALG_NONE = 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIxIn0.'
const allowed = {
  'access-control-allow-origin': 'https://app.test',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'x-request-id',
}
const preflight = {
  ...allowed,
  'access-control-allow-methods': /\bPOST\b/,
  'access-control-allow-headers': /\bcontent-type\b/,
  'access-control-max-age': /^[0-9]+$/,
}

/** Who may: the bearer guard, and which origins a page may come from. */
export const accessCases: readonly Case[] = [
  scene('K48', 'asks for a token', '/me', unauthorized),
  scene('K48-ok', 'knows a token', withToken(`Bearer ${TOKEN}`), ada),
  scene('K48-case', 'knows the scheme in any case', withToken(`bEARER ${TOKEN}`), ada),
  scene(
    'K48-head',
    'guards HEAD as GET',
    { method: 'HEAD', target: '/me' },
    { ...unauthorized, body: '', length: 80 },
  ),
  ...Object.entries({
    '': 'Bearer unknown',
    changed: 'Bearer kit-token-0123456788',
    cut: `Bearer ${TOKEN.slice(0, -1)}`,
    longer: `Bearer ${TOKEN}0`,
    doubled: `Bearer ${TOKEN}${TOKEN}`,
    twice: `Bearer ${TOKEN} ${TOKEN}`,
    comma: `Bearer ${TOKEN},${TOKEN}`,
    empty: 'Bearer ',
    scheme: 'Bearer',
    nothing: '',
    'GHSA-qwph-4952-7xr6': `Bearer ${ALG_NONE}`,
    long: `Bearer ${'a'.repeat(5000)}`,
    'long-right': `Bearer ${TOKEN}${'='.repeat(5000)}`,
    quoted: `Bearer "${TOKEN}"`,
    tab: `Bearer\t${TOKEN}`,
    proto: 'Bearer __proto__',
    utf8: 'Bearer caf\xc3\xa9',
    'case-of-token': `Bearer ${TOKEN.toUpperCase()}`,
  }).map(([part, value]) =>
    scene(
      part === '' ? 'K49' : part.startsWith('GHSA') ? part : `K49-${part}`,
      `refuses ${part === '' ? 'an unknown token' : `a token: ${part}`}`,
      withToken(value),
      invalid,
    ),
  ),
  scene(
    'K49-two',
    'refuses two Authorization lines',
    {
      target: '/me',
      headers: [
        ['Authorization', `Bearer ${TOKEN}`],
        ['Authorization', `Bearer ${TOKEN}`],
      ],
    },
    invalid,
  ),
  ...[`Basic ${TOKEN}`, `Token ${TOKEN}`, TOKEN, `Bearer: ${TOKEN}`].map((value) =>
    scene(
      value.startsWith('Basic')
        ? 'GHSA-f577-qrjj-4474'
        : `GHSA-f577-qrjj-4474-${value.slice(0, 6)}`,
      `takes no other scheme: ${value}`,
      withToken(value),
      { status: 401 },
    ),
  ),
  scene('K49-query', 'takes no token from the query', `/me?access_token=${TOKEN}`, unauthorized),
  scene(
    'K49-cookie',
    'takes no token from a cookie',
    { target: '/me', headers: [['Cookie', `authorization=Bearer ${TOKEN}`]] },
    unauthorized,
  ),
  scene(
    'K55',
    'keeps caches away from what a guard let through',
    withToken(`Bearer ${TOKEN}`),
    ada,
  ),
  scene(
    'K55-own',
    'lets a handler behind a guard set its own',
    withToken(`Bearer ${TOKEN}`, '/me/avatar'),
    plain('cached', { 'cache-control': 'private, max-age=60' }),
  ),
  scene('K55-open', 'says nothing of caches where there is no guard', '/only-get', plain('hello')),
  scene(
    'GHSA-6wqw-2p9w-4vw4',
    'has no path that looks like a file beside a private one',
    withToken(`Bearer ${TOKEN}`, '/me/x.css'),
    problem('not_found'),
  ),
  ...Object.entries({
    '': 'https://evil.test',
    'GHSA-88fw-hqm2-52qc': 'null',
    suffix: 'https://app.test.evil.test',
    prefix: 'https://evil-app.test',
    scheme: 'http://app.test',
    port: 'https://app.test:8443',
    slash: 'https://app.test/',
    upper: 'https://APP.TEST',
    two: 'https://app.test, https://evil.test',
    empty: '',
  }).map(([part, origin]) =>
    scene(
      part === '' ? 'K54' : part.startsWith('GHSA') ? part : `K54-${part}`,
      `allows nothing to Origin: ${origin}`,
      from(origin),
      plain('hello'),
    ),
  ),
  scene(
    'K54-allowed',
    'allows an origin of the list',
    from('https://app.test'),
    plain('hello', allowed),
  ),
  scene(
    'K54-404',
    'lets a page read a 404',
    from('https://app.test', '/nope'),
    problem('not_found', allowed),
  ),
  scene(
    'K54-405',
    'lets a page read a 405',
    { ...from('https://app.test'), method: 'DELETE' },
    problem('method_not_allowed', { allow: 'GET, HEAD, OPTIONS', ...allowed }),
  ),
  scene(
    'K54-501',
    'lets a page read a 501',
    { ...from('https://app.test'), method: 'PURGE' },
    problem('not_implemented', allowed),
  ),
  scene(
    'K54-401',
    'lets a page read a 401',
    from('https://app.test', '/me'),
    problem('unauthorized', { 'www-authenticate': 'Bearer', ...allowed }),
  ),
  scene(
    'K54-500',
    'lets a page read a 500',
    from('https://app.test', '/resp/throw'),
    problem('internal_error', allowed, { runs: 1 }),
  ),
  scene(
    'K54-415',
    'lets a page read a 415',
    { ...from('https://app.test', '/json'), method: 'POST', body: '{}' },
    problem('unsupported_media_type', { accept: 'application/json', ...allowed }),
  ),
  scene(
    'K54-preflight',
    'answers a preflight',
    asks('https://app.test', '/json'),
    nothing(204, preflight),
  ),
  scene(
    'K54-preflight-guarded',
    'answers a preflight without a token',
    asks('https://app.test', '/me'),
    nothing(204, preflight),
  ),
  scene(
    'K54-preflight-unknown',
    'answers a preflight before it looks for the path',
    asks('https://app.test', '/nope'),
    nothing(204, preflight),
  ),
  scene(
    'K54-preflight-evil',
    'allows nothing in a preflight from elsewhere',
    asks('https://evil.test', '/json'),
    nothing(204),
  ),
  scene(
    'K54-options',
    'takes OPTIONS with an origin alone for no preflight',
    { ...from('https://app.test', '/json'), method: 'OPTIONS' },
    nothing(204, { allow: 'POST, OPTIONS', ...allowed }),
  ),
]

function withToken(value: string, target = '/me'): Plan {
  return { target, headers: [['Authorization', value]] }
}

function from(origin: string, target = '/only-get'): Plan {
  return { target, headers: [['Origin', origin]] }
}

function asks(origin: string, target: string): Plan {
  const headers = [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'content-type'],
  ] as const
  return { method: 'OPTIONS', target, headers }
}
