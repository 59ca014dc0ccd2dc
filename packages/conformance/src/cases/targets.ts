import type { DeclaredCase, Expectation, RawRequest } from '../case.ts'
import {
  earlyProblem,
  echoResponse,
  jsonResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

const badPath = earlyProblem('bad_path')
const missing = problem('not_found')

/** Request targets that only a raw client can send. */
export const targetCases: readonly DeclaredCase[] = [
  ...refused('K19', {
    '': '/echo/<x>',
    quote: '/echo/"x"',
    tick: '/echo/`x`',
    'query-less': '/echo/1?q=<',
    'query-greater': '/echo/1?q=>',
    'query-quote': '/echo/1?q="x"',
    space: '/echo/a b',
    'query-space': '/echo/1?q=a b',
    tab: '/echo/a\tb',
    control: '/echo/a\x01b',
    delete: '/echo/a\x7fb',
    'query-control': '/echo/1?q=\x01',
    utf8: '/echo/caf\xc3\xa9',
    latin1: '/echo/caf\xe9',
    'query-utf8': '/echo/1?q=\xc3\xa9',
    backslash: '/echo/a\\b',
    'backslash-dots': '/files/..\\..\\only-get',
    'backslash-first': '/\\only-get',
  }),
  testCase(
    'K19-query-backslash',
    'takes a backslash in the query for data',
    '/echo/1?q=a\\b',
    echoResponse('1', [['q', 'a\\b']]),
  ),
  testCase(
    'query-tick',
    'takes a back-tick in the query for data',
    '/echo/1?q=`{|}^',
    echoResponse('1', [['q', '`{|}^']]),
  ),
  absolute('K20', 'http://other.test{mount}/echo/1?q=1', echoResponse('1', [['q', '1']])),
  absolute('K20-case', 'HTTP://OTHER.test{mount}/echo/1', echoResponse('1')),
  absolute('K20-https', 'https://other.test{mount}/echo/1', echoResponse('1')),
  absolute('K20-port', 'http://user:pw@other.test:8080{mount}/echo/1', echoResponse('1')),
  absolute('K20-dots', 'http://other.test{mount}/x/../only-get', textResponse('hello')),
  absolute('K20-double', 'http://other.test{mount}//only-get', missing),
  absolute('K20-bad', 'http://other.test{mount}/echo/%zz', badPath),
  absolute('K20-fragment', 'http://other.test{mount}/echo/1#/only-get', echoResponse('1')),
  absolute('GHSA-9hp6-4448-45g2', 'http://x{mount}//admin', missing),
  testCase('fragment', 'cuts a fragment off', '/echo/1#frag', echoResponse('1')),
  testCase(
    'GHSA-crvj-82cr-hjcx',
    'reads no query behind a fragment',
    '/echo/1#b?admin=1',
    echoResponse('1'),
  ),
  testCase(
    'GHSA-crvj-82cr-hjcx-query',
    'ends the query at a fragment',
    '/echo/1?x=1#&admin=1',
    echoResponse('1', [['x', '1']]),
  ),
  testCase(
    'fragment-slash',
    'takes no path from a fragment',
    '/only-get#/../echo/1',
    textResponse('hello'),
  ),
  testCase(
    'K22',
    'refuses a target over 8,000 bytes',
    `/echo/1?${'x'.repeat(8100)}`,
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'K22-path',
    'refuses a path over 8,000 bytes',
    `/echo/${'a'.repeat(8100)}`,
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'K22-many',
    'refuses a long path without a search for it',
    `/files/${'a-/'.repeat(2700)}`,
    earlyProblem('uri_too_long'),
  ),
  testCase(
    'K22-in',
    'takes a target of 7,000 bytes',
    `/echo/1?q=${'x'.repeat(6900)}`,
    echoResponse('1', [['q', 'x'.repeat(6900)]]),
  ),
  testCase(
    'K22-segments',
    'takes 3,000 segments',
    `/place${'/a'.repeat(3000)}`,
    jsonResponse(
      `{"method":"GET","path":"/place${'/a'.repeat(3000)}","basePath":"{mount}","operation":"getPlace"}`,
    ),
  ),
  testCase('K22-17k', 'refuses a target of 17 KB in some way', `/echo/1?${'x'.repeat(17_000)}`, {
    status: [400, 414, 431],
    anonymous: true,
    orClosed: true,
  }),
  testCase('target-asterisk', 'refuses the target *', line('GET *'), badPath),
  testCase('target-no-slash', 'refuses a target without a slash', line('GET only-get'), badPath),
  testCase('target-query-alone', 'refuses a query without a path', line('GET ?a=1'), badPath),
  testCase('target-options-asterisk', 'refuses OPTIONS *', line('OPTIONS *'), badPath),
  testCase(
    'GHSA-9hp6-4448-45g2-one-slash',
    'refuses a scheme with one slash',
    line('GET http:/only-get'),
    badPath,
  ),
  testCase(
    'GHSA-p36q-q72m-gchr',
    'takes no path from a query',
    line('GET file://hehe?/only-get'),
    missing,
  ),
  testCase(
    'absolute-no-path',
    'takes an authority alone for the root',
    line('GET http://other.test'),
    missing,
  ),
  testCase(
    'absolute-query',
    'takes a query behind the authority',
    line('GET http://other.test?q=/only-get'),
    missing,
  ),
  testCase('connect', 'survives CONNECT', line('CONNECT kit.test:443'), {
    status: [400, 404, 405, 501],
    anonymous: true,
    orClosed: true,
    close: 'either',
  }),
]

function refused(id: string, targets: Readonly<Record<string, string>>): readonly DeclaredCase[] {
  return Object.entries(targets).map(([part, target]) =>
    testCase(
      part === '' ? id : `${id}-${part}`,
      `refuses ${JSON.stringify(target)}`,
      target,
      badPath,
    ),
  )
}

function absolute(id: string, target: string, expect: Expectation): DeclaredCase {
  return testCase(id, `takes the path alone from ${target}`, line(`GET ${target}`), expect)
}

function line(start: string): RawRequest {
  const method = start.slice(0, start.indexOf(' '))
  return { raw: `${start} HTTP/1.1\r\nHost: ex.test\r\n\r\n`, methods: [method] }
}
