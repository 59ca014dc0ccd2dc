import type { DeclaredCase, Expectation, PlannedRequest, RawRequest } from '@gimbal/conformance'
import { earlyProblem, jsonResponse, textResponse, problem, testCase } from '@gimbal/conformance'

export const THEIRS = "the host's own 404"

/** A request that the app passes on to its host: no code of the app runs, logs or responds. */
const theirs: Expectation = {
  status: 404,
  body: THEIRS,
  runs: 0,
  anonymous: true,
  close: 'either',
  check: ({ headers }) =>
    headers.some(([name]) => name === 'x-request-id' || name === 'vary')
      ? 'middleware of the app ran'
      : undefined,
}

const post = (target: string, body: string): PlannedRequest => {
  return { method: 'POST', target, headers: [['Content-Type', 'application/json']], body }
}

export const shared: readonly DeclaredCase[] = [
  testCase(
    'next-ours',
    'responds to a path and method of the app',
    '/only-get',
    textResponse('hello'),
  ),
  testCase(
    'next-head',
    'responds to HEAD if there is a GET route',
    { method: 'HEAD', target: '/only-get' },
    {
      ...textResponse('hello'),
      body: '',
      length: 5,
    },
  ),
  testCase(
    'next-options',
    'responds to OPTIONS on a path of the app',
    { method: 'OPTIONS', target: '/json' },
    {
      status: 204,
      headers: { allow: 'POST, OPTIONS', vary: 'Origin' },
      body: '',
      length: 'none',
    },
  ),
  testCase(
    'next-preflight',
    'responds to a preflight on a path of the app',
    {
      method: 'OPTIONS',
      target: '/json',
      headers: [
        ['Origin', 'https://evil.test'],
        ['Access-Control-Request-Method', 'POST'],
      ],
    },
    { status: 204, headers: { vary: 'Origin' }, body: '', length: 'none' },
  ),
  testCase(
    'next-body',
    'reads the body of a route of the app',
    post('/json', '{"a":1}'),
    jsonResponse('{"a":1}'),
  ),
  testCase(
    'next-refused',
    'refuses an invalid body of its own route itself',
    post('/json', '{broken'),
    problem('invalid_json'),
  ),
  testCase(
    'next-guard',
    'requires a token on a path of the app',
    '/me',
    problem('unauthorized', { 'www-authenticate': 'Bearer' }),
  ),
  testCase(
    'next-params',
    'responds with 404 to params that its schema refuses',
    post('/checked/abc', '{}'),
    problem('not_found'),
  ),
  testCase('next-404', 'leaves unknown paths to the host', '/nope', theirs),
  testCase(
    'next-404-preflight',
    'leaves a preflight of unknown paths to the host',
    {
      method: 'OPTIONS',
      target: '/nope',
      headers: [
        ['Origin', 'https://app.test'],
        ['Access-Control-Request-Method', 'POST'],
      ],
    },
    theirs,
  ),
  testCase(
    'next-405',
    'leaves other methods to the host',
    { method: 'DELETE', target: '/only-get' },
    theirs,
  ),
  testCase(
    'next-405-body',
    'does not read the body of a request for the host',
    { ...post('/only-get', '{"a":1}'), method: 'PUT' },
    {
      ...theirs,
      body: `${THEIRS} {"a":1}`,
    },
  ),
  testCase(
    'next-head-post',
    'leaves HEAD to the host if there is no GET route',
    { method: 'HEAD', target: '/json' },
    { ...theirs, body: '' },
  ),
  testCase(
    'next-501',
    'leaves unknown methods to the host',
    { method: 'PURGE', target: '/only-get' },
    theirs,
  ),
  testCase('next-slash', 'leaves another spelling of a path to the host', '/only-get/', theirs),
  testCase(
    'next-careless',
    'runs no middleware for a request that it passes on',
    '/careless/throws',
    theirs,
  ),
]

/** Malformed requests are refused by the app, at a root and inside a mount. */
export const broken: readonly DeclaredCase[] = [
  testCase('next-broken-path', 'refuses a bad path', '/echo/%zz', earlyProblem('bad_path')),
  testCase(
    'next-broken-host',
    'refuses a bad Host',
    { target: '/nope', host: 'a/b' },
    earlyProblem('bad_host'),
  ),
  testCase(
    'next-broken-length',
    'refuses a long target',
    `/echo/1?${'x'.repeat(8100)}`,
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'next-bad-elsewhere',
    'leaves a bad path that is not its own to the host',
    '/their/%zz',
    theirs,
  ),
]

export const mounted: readonly DeclaredCase[] = [
  testCase(
    'next-outside-path',
    'leaves a bad path outside the mount to the host',
    raw('GET /other/%zz'),
    theirs,
  ),
  testCase(
    'next-outside-length',
    'leaves a long target outside the mount to the host',
    raw(`GET /${'x'.repeat(8100)}`),
    theirs,
  ),
  testCase(
    'next-outside-host',
    'leaves a bad Host outside the mount to the host',
    raw('GET /other', 'a/b'),
    theirs,
  ),
  testCase(
    'next-mount-leave',
    'leaves a path that leaves the mount to the host',
    '/../only-get',
    theirs,
  ),
  testCase(
    'next-mount-leave-encoded',
    'leaves a path that leaves the mount with encoded dots to the host',
    '/%2e%2e/only-get',
    theirs,
  ),
  testCase(
    'next-mount-case',
    'leaves another spelling of the mount to the host',
    raw('GET /API/only-get'),
    theirs,
  ),
  testCase('next-mount-self', 'leaves the mount itself to the host', raw('GET /api'), theirs),
  testCase(
    'next-mount-below',
    'leaves a path that only starts like the mount to the host',
    raw('GET /apix/only-get'),
    theirs,
  ),
  testCase(
    'next-mount-outside',
    'leaves a path outside the mount to the host',
    raw('GET /only-get'),
    theirs,
  ),
  testCase(
    'next-mount-double',
    'does not merge slashes before the mount',
    raw('GET //api/only-get'),
    theirs,
  ),
  testCase(
    'next-mount-location',
    'starts a location with the mount',
    { method: 'POST', target: '/created', body: '' },
    {
      ...jsonResponse('{"id":"é 1"}', { location: '/api/echo/%C3%A9%201?a=b%20c' }),
      status: 201,
    },
  ),
]

function raw(line: string, host = 'kit.test'): RawRequest {
  return { raw: `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, methods: ['GET'] }
}
