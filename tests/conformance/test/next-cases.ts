import type { Case, Expectation, Plan, Raw } from '../../../packages/conformance/src/case.ts'
import {
  early,
  json,
  plain,
  problem,
  scene,
} from '../../../packages/conformance/src/expectations.ts'

export const THEIRS = "the host's own 404"

/** What the app leaves to its host: nothing of ours runs, counts or answers. */
const theirs: Expectation = {
  status: 404,
  body: THEIRS,
  runs: 0,
  anonymous: true,
  close: 'either',
  check: ({ headers }) =>
    headers.some(([name]) => name === 'x-request-id' || name === 'vary')
      ? 'our middleware ran'
      : undefined,
}

const post = (target: string, body: string): Plan => {
  return { method: 'POST', target, headers: [['Content-Type', 'application/json']], body }
}

export const shared: readonly Case[] = [
  scene('next-ours', 'answers a path of ours with its method', '/only-get', plain('hello')),
  scene(
    'next-head',
    'answers HEAD where there is GET',
    { method: 'HEAD', target: '/only-get' },
    {
      ...plain('hello'),
      body: '',
      length: 5,
    },
  ),
  scene(
    'next-options',
    'answers OPTIONS where the path is ours',
    { method: 'OPTIONS', target: '/json' },
    {
      status: 204,
      headers: { allow: 'POST, OPTIONS', vary: 'Origin' },
      body: '',
      length: 'none',
    },
  ),
  scene(
    'next-preflight',
    'answers a preflight where the path is ours',
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
  scene('next-body', 'reads the body of what is ours', post('/json', '{"a":1}'), json('{"a":1}')),
  scene(
    'next-refused',
    'refuses what is ours by itself',
    post('/json', '{broken'),
    problem('invalid_json'),
  ),
  scene(
    'next-guard',
    'asks for a token where the path is ours',
    '/me',
    problem('unauthorized', { 'www-authenticate': 'Bearer' }),
  ),
  scene(
    'next-params',
    'answers 404 for params that a schema of ours refuses',
    post('/checked/abc', '{}'),
    problem('not_found'),
  ),
  scene('next-404', 'leaves unknown paths to the host', '/nope', theirs),
  scene(
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
  scene(
    'next-405',
    'leaves other methods to the host',
    { method: 'DELETE', target: '/only-get' },
    theirs,
  ),
  scene(
    'next-405-body',
    'leaves the body of what is not ours alone',
    { ...post('/only-get', '{"a":1}'), method: 'PUT' },
    {
      ...theirs,
      body: `${THEIRS} {"a":1}`,
    },
  ),
  scene(
    'next-head-post',
    'leaves HEAD to the host where there is no GET',
    { method: 'HEAD', target: '/json' },
    { ...theirs, body: '' },
  ),
  scene(
    'next-501',
    'leaves unknown methods to the host',
    { method: 'PURGE', target: '/only-get' },
    theirs,
  ),
  scene('next-slash', 'leaves another spelling of a path to the host', '/only-get/', theirs),
  scene('next-careless', 'runs no middleware for what is not ours', '/careless/throws', theirs),
]

/** What is no request for anybody is ours to refuse, at a root and inside a mount. */
export const broken: readonly Case[] = [
  scene('next-broken-path', 'refuses a bad path', '/echo/%zz', early('bad_path')),
  scene(
    'next-broken-host',
    'refuses a bad Host',
    { target: '/nope', host: 'a/b' },
    early('bad_host'),
  ),
  scene(
    'next-broken-length',
    'refuses a long target',
    `/nope?${'x'.repeat(8100)}`,
    early('uri_too_long'),
  ),
]

export const mounted: readonly Case[] = [
  scene('next-outside-path', 'leaves a bad path outside the mount', raw('GET /other/%zz'), theirs),
  scene(
    'next-outside-length',
    'leaves a long target outside',
    raw(`GET /${'x'.repeat(8100)}`),
    theirs,
  ),
  scene(
    'next-outside-host',
    'leaves a bad Host outside the mount',
    raw('GET /other', 'a/b'),
    theirs,
  ),
  scene(
    'next-mount-leave',
    'leaves a path that leaves the mount to the host',
    '/../only-get',
    theirs,
  ),
  scene(
    'next-mount-leave-encoded',
    'leaves a path that leaves the mount in disguise to the host',
    '/%2e%2e/only-get',
    theirs,
  ),
  scene(
    'next-mount-case',
    'leaves another spelling of the mount to the host',
    raw('GET /API/only-get'),
    theirs,
  ),
  scene('next-mount-self', 'leaves the mount itself to the host', raw('GET /api'), theirs),
  scene(
    'next-mount-below',
    'leaves a path that only begins like the mount to the host',
    raw('GET /apix/only-get'),
    theirs,
  ),
  scene('next-mount-outside', 'has nothing outside the mount', raw('GET /only-get'), theirs),
  scene(
    'next-mount-double',
    'merges no slashes before the mount',
    raw('GET //api/only-get'),
    theirs,
  ),
  scene(
    'next-mount-location',
    'begins a location with the mount',
    { method: 'POST', target: '/created', body: '' },
    {
      ...json('{"id":"é 1"}', { location: '/api/echo/%C3%A9%201?a=b%20c' }),
      status: 201,
    },
  ),
]

function raw(line: string, host = 'kit.test'): Raw {
  return { raw: `${line} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, methods: ['GET'] }
}
