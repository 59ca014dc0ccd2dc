import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { earlyProblem, emptyResponse, textResponse, problem, testCase } from '../expectations.ts'

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

/** Which origins a page may come from. */
export const originCases: readonly DeclaredCase[] = [
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
    testCase(
      part === '' ? 'K54' : part.startsWith('GHSA') ? part : `K54-${part}`,
      `allows nothing to Origin: ${origin}`,
      from(origin),
      textResponse('hello'),
    ),
  ),
  testCase(
    'cors-early',
    'lets a page of the list read the refusal of a bad path',
    { target: '/echo/%zz', headers: [['origin', 'https://app.test']] },
    earlyProblem('bad_path', allowed),
  ),
  testCase(
    'K54-allowed',
    'allows an origin of the list',
    from('https://app.test'),
    textResponse('hello', allowed),
  ),
  testCase(
    'K54-404',
    'lets a page read a 404',
    from('https://app.test', '/nope'),
    problem('not_found', allowed),
  ),
  testCase(
    'K54-405',
    'lets a page read a 405',
    { ...from('https://app.test'), method: 'DELETE' },
    problem('method_not_allowed', { allow: 'GET, HEAD, OPTIONS', ...allowed }),
  ),
  testCase(
    'K54-501',
    'lets a page read a 501',
    { ...from('https://app.test'), method: 'PURGE' },
    problem('not_implemented', allowed),
  ),
  testCase(
    'K54-401',
    'lets a page read a 401',
    from('https://app.test', '/me'),
    problem('unauthorized', { 'www-authenticate': 'Bearer', ...allowed }),
  ),
  testCase(
    'K54-500',
    'lets a page read a 500',
    from('https://app.test', '/resp/throw'),
    problem('internal_error', allowed, { runs: 1 }),
  ),
  testCase(
    'K54-415',
    'lets a page read a 415',
    { ...from('https://app.test', '/json'), method: 'POST', body: '{}' },
    problem('unsupported_media_type', { accept: 'application/json', ...allowed }),
  ),
  testCase(
    'K54-preflight',
    'answers a preflight',
    asks('https://app.test', '/json'),
    emptyResponse(204, preflight),
  ),
  testCase(
    'K54-preflight-guarded',
    'answers a preflight without a token',
    asks('https://app.test', '/me'),
    emptyResponse(204, preflight),
  ),
  testCase(
    'K54-preflight-unknown',
    'answers a preflight before it looks for the path',
    asks('https://app.test', '/nope'),
    emptyResponse(204, preflight),
  ),
  testCase(
    'K54-preflight-evil',
    'allows nothing in a preflight from elsewhere',
    asks('https://evil.test', '/json'),
    emptyResponse(204),
  ),
  testCase(
    'K54-options',
    'takes OPTIONS with an origin alone for no preflight',
    { ...from('https://app.test', '/json'), method: 'OPTIONS' },
    emptyResponse(204, { allow: 'POST, OPTIONS', ...allowed }),
  ),
]

function from(origin: string, target = '/only-get'): PlannedRequest {
  return { target, headers: [['Origin', origin]] }
}

function asks(origin: string, target: string): PlannedRequest {
  const headers = [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'POST'],
    ['Access-Control-Request-Headers', 'content-type'],
  ] as const
  return { method: 'OPTIONS', target, headers }
}
