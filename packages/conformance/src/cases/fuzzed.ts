import type { DeclaredCase, PlannedRequest } from '../case.ts'
import {
  earlyProblem,
  echoResponse,
  jsonResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

const hello = textResponse('hello')
const badHost = earlyProblem('bad_host')

/** What the fuzzer found, made small: each differed on some host. */
export const fuzzedCases: readonly DeclaredCase[] = [
  testCase(
    'header-name-slash',
    'has no value for what is no name of a header',
    '/headers/%2F',
    jsonResponse('{"value":null}'),
  ),
  testCase(
    'header-name-utf8',
    'has no value for a name beyond ASCII',
    '/headers/%C2%80',
    jsonResponse('{"value":null}'),
  ),
  testCase(
    'K25-good-1.2.3.4.5',
    'takes numbers that are no address for a name',
    { target: '/echo/%C3%A9', host: '1.2.3.4.5' },
    echoResponse('é'),
  ),
  testCase(
    'parser-version-two',
    'bears another version of HTTP',
    { raw: 'GET {mount}/only-get HTTP/2.0\r\nHost: 1.2.3.4.5\r\n\r\n', methods: ['GET'] },
    { status: [200, 400, 505], runs: 'any', anonymous: true, orClosed: true, close: 'either' },
  ),
  ...[
    'GET {mount}/only-get RTSP/1.0',
    'GET  {mount}/only-get HTTP/1.1',
    'GET {mount}/only-get  HTTP/1.1',
  ].map((line, index) =>
    testCase(
      `request-line-${index}`,
      `bears the request line ${line.replace('{mount}', '')}`,
      { raw: `${line}\r\nHost: kit.test\r\n\r\n`, methods: ['GET'], untilClose: true },
      {
        status: [200, 400, 404, 405, 501, 505],
        runs: 'any',
        anonymous: true,
        orClosed: true,
        close: 'either',
      },
    ),
  ),
  ...['a.test:65536', 'a..b'].map((host) =>
    testCase(`K25-good-${host}`, `takes Host: ${host}`, { target: '/only-get', host }, hello),
  ),
  testCase(
    'K25-latin1',
    'refuses a Host in latin-1',
    { target: '/only-get', host: 'caf\xe9' },
    badHost,
  ),
  testCase(
    'K25-utf8',
    'refuses a Host in UTF-8',
    { target: '/only-get', host: 'caf\xc3\xa9' },
    badHost,
  ),
  testCase(
    'K25-two-empty',
    'refuses two Host lines, one of them empty',
    { target: '/only-get', host: '', headers: [['Host', 'kit.test']] },
    badHost,
  ),
  testCase(
    'absolute-scheme-no-path',
    'takes an authority alone for the root, whatever the scheme',
    { raw: 'GET p://t HTTP/1.1\r\nHost: kit.test\r\n\r\n', methods: ['GET'] },
    problem('not_found'),
  ),
  testCase('fragment-backslash', 'cuts a backslash off with its fragment', '/only-get#\\', hello),
  testCase(
    'fragment-quote',
    'refuses a quote in a fragment too',
    '/only-get#"',
    earlyProblem('bad_path'),
  ),
  testCase(
    'origin-two',
    'takes two Origin lines, one of them empty, for no origin that it knows',
    {
      target: '/only-get',
      headers: [
        ['Origin', ''],
        ['Origin', 'https://app.test'],
      ],
    },
    hello,
  ),
  testCase(
    'K24-empty',
    'refuses two Content-Type lines, one of them empty',
    typed('', 'application/json'),
    problem('unsupported_media_type', { accept: 'application/json' }),
  ),
]

function typed(...types: readonly string[]): PlannedRequest {
  const headers = types.map((type): [string, string] => ['Content-Type', type])
  return { method: 'POST', target: '/json', headers, body: '{}' }
}
