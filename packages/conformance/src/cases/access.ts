import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

const TOKEN = 'kit-token-0123456789'
const NO_STORE = { 'cache-control': 'no-store' }
const ada = jsonResponse('{"name":"Ada"}', NO_STORE)
const unauthorized = problem('unauthorized', { 'www-authenticate': 'Bearer' })
const invalid = problem('invalid_token', { 'www-authenticate': 'Bearer error="invalid_token"' })
const ALG_NONE = 'eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIxIn0.'

/** Who may: the bearer guard, and which origins a page may come from. */
export const accessCases: readonly DeclaredCase[] = [
  testCase('K48', 'asks for a token', '/me', unauthorized),
  testCase('K48-ok', 'knows a token', withToken(`Bearer ${TOKEN}`), ada),
  testCase('K48-case', 'knows the scheme in any case', withToken(`bEARER ${TOKEN}`), ada),
  testCase(
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
    testCase(
      part === '' ? 'K49' : part.startsWith('GHSA') ? part : `K49-${part}`,
      `refuses ${part === '' ? 'an unknown token' : `a token: ${part}`}`,
      withToken(value),
      invalid,
    ),
  ),
  testCase(
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
    testCase(
      value.startsWith('Basic')
        ? 'GHSA-f577-qrjj-4474'
        : `GHSA-f577-qrjj-4474-${value.slice(0, 6)}`,
      `takes no other scheme: ${value}`,
      withToken(value),
      { status: 401 },
    ),
  ),
  testCase('K49-query', 'takes no token from the query', `/me?access_token=${TOKEN}`, unauthorized),
  testCase(
    'K49-cookie',
    'takes no token from a cookie',
    { target: '/me', headers: [['Cookie', `authorization=Bearer ${TOKEN}`]] },
    unauthorized,
  ),
  testCase(
    'K55',
    'keeps caches away from what a guard let through',
    withToken(`Bearer ${TOKEN}`),
    ada,
  ),
  testCase(
    'K55-own',
    'lets a handler behind a guard set its own',
    withToken(`Bearer ${TOKEN}`, '/me/avatar'),
    textResponse('cached', { 'cache-control': 'private, max-age=60' }),
  ),
  testCase(
    'K55-open',
    'says nothing of caches where there is no guard',
    '/only-get',
    textResponse('hello'),
  ),
  testCase(
    'GHSA-6wqw-2p9w-4vw4',
    'has no path that looks like a file beside a private one',
    withToken(`Bearer ${TOKEN}`, '/me/x.css'),
    problem('not_found'),
  ),
]

function withToken(value: string, target = '/me'): PlannedRequest {
  return { target, headers: [['Authorization', value]] }
}
