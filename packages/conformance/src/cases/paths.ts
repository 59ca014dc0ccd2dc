import type { DeclaredCase } from '../case.ts'
import {
  earlyProblem,
  echoResponse,
  filesResponse,
  jsonResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

const hello = textResponse('hello')
const missing = problem('not_found')
const badPath = earlyProblem('bad_path')

/** How a target becomes a path: what is resolved, what is decoded, once, and what is refused. */
export const pathCases: readonly DeclaredCase[] = [
  ...table('K08 does not find', missing, {
    '': '/only-get/',
    param: '/echo/1/',
    root: '/',
    'empty-param': '/echo/',
    'no-rest': '/files',
    'below-static': '/only-get/x',
  }),
  ...table('K09 does not find', missing, {
    '': '/Only-Get',
    encoded: '/%4Fnly-get',
    param: '/ECHO/1',
  }),
  ...table('K10 does not find', missing, {
    '': '//only-get',
    inner: '/echo//1',
    end: '/only-get//',
    'dots-leave-it': '/a/..//only-get',
  }),
  ...table('K11 decodes', hello, {
    letter: '/%6fnly-get',
    upper: '/%6Fnly-get',
    mark: '/only%2Dget',
  }),
  testCase(
    'K11',
    'decodes what needs no encoding before it matches',
    '/%65cho/1',
    echoResponse('1'),
  ),
  testCase('K12', 'decodes once', '/echo/a%252Fb', echoResponse('a%2Fb')),
  testCase(
    'K12-slash',
    'keeps an encoded slash inside its segment',
    '/echo/a%2Fb',
    echoResponse('a/b'),
  ),
  testCase(
    'K12-slash-lower',
    'keeps an encoded slash in either case',
    '/echo/a%2fb',
    echoResponse('a/b'),
  ),
  testCase('K12-percent', 'decodes an encoded percent sign', '/echo/%25', echoResponse('%')),
  testCase(
    'K12-percent-zz',
    'does not read what it has decoded',
    '/echo/%25zz',
    echoResponse('%zz'),
  ),
  testCase('K12-static', 'takes no encoded slash for a border', '/order%2Fstatic', missing),
  testCase('K12-static-end', 'takes no encoded slash for a trailing one', '/only-get%2F', missing),
  testCase('K13', 'leaves a plus as it is', '/echo/a+b', echoResponse('a+b')),
  testCase('K13-space', 'decodes a space', '/echo/a%20b', echoResponse('a b')),
  testCase('K14', 'reads UTF-8', '/echo/caf%C3%A9', echoResponse('café')),
  testCase('K14-lower', 'reads UTF-8 in lower-case hex', '/echo/caf%c3%a9', echoResponse('café')),
  testCase(
    'K14-astral',
    'reads four bytes as one character',
    '/echo/%F0%9F%98%80',
    echoResponse('😀'),
  ),
  testCase(
    'K14-decomposed',
    'does not compose what is decomposed',
    '/echo/e%CC%81',
    echoResponse('e\u0301'),
  ),
  testCase(
    'K14-bom',
    'keeps a byte order mark in a path',
    '/echo/%EF%BB%BFa',
    echoResponse('\ufeffa'),
  ),
  ...table('K15 refuses', badPath, {
    '': '/echo/%zz',
    lonely: '/echo/%',
    short: '/echo/%2',
    cut: '/echo/%E0%A4%A',
    'not-utf8': '/echo/%FF',
    overlong: '/echo/%C0%AF',
    surrogate: '/echo/%ED%A0%80',
    static: '/only-get%',
    unknown: '/nope/%zz',
    wildcard: '/files/a/%zz',
  }),
  ...table('K16 refuses', badPath, {
    '': '/echo/%00',
    inner: '/echo/a%00b',
    crlf: '/echo/%0d%0a',
    delete: '/echo/%7f',
    tab: '/echo/%09',
    last: '/echo/%1f',
    wildcard: '/files/%00',
    unknown: '/nope/%00',
  }),
  testCase(
    'K16-c1',
    'lets C1 controls through, which Postgres can hold',
    '/echo/%C2%80',
    echoResponse('\u0080'),
  ),
  ...table('K17 resolves', hello, {
    '': '/x/../only-get',
    single: '/./only-get',
    inner: '/a/./../only-get',
    encoded: '/x/%2e%2e/only-get',
    'encoded-upper': '/x/%2E%2E/only-get',
    mixed: '/x/.%2e/only-get',
    'encoded-single': '/%2e/only-get',
    twice: '/a/b/../../only-get',
    'out-of-files': '/files/../only-get',
    'out-of-echo': '/echo/%2e%2e/only-get',
  }),
  testCase('K17-end', 'resolves dots at the end to a trailing slash', '/only-get/x/..', missing),
  testCase('K17-param', 'has no parameter that is dots', '/echo/..', missing),
  testCase('K17-param-encoded', 'has no parameter that is encoded dots', '/echo/%2e%2e', missing),
  testCase('K17-three', 'takes three dots for a name', '/echo/...', echoResponse('...')),
  testCase(
    'K17-dots-and-more',
    'takes a segment that begins with dots for a name',
    '/echo/..a',
    echoResponse('..a'),
  ),
  testCase(
    'K18',
    'keeps an encoded traversal below the wildcard',
    '/files/..%2fonly-get',
    filesResponse('../only-get'),
  ),
  testCase(
    'K18-twice',
    'keeps a traversal of several levels in one segment',
    '/files/..%2f..%2fx',
    filesResponse('../../x'),
  ),
  testCase(
    'K18-double',
    'does not decode a traversal twice',
    '/files/%252e%252e/x',
    filesResponse('%2e%2e', 'x'),
  ),
  testCase(
    'K18-param',
    'keeps a traversal inside a parameter',
    '/echo/%2E%2E%2Fx',
    echoResponse('../x'),
  ),
  testCase(
    'K18-backslash',
    'takes an encoded backslash for data',
    '/files/..%5conly-get',
    filesResponse('..\\only-get'),
  ),
  testCase(
    'rest-several',
    'gives the rest by segments',
    '/files/a%20b/c%2Fd',
    filesResponse('a b', 'c/d'),
  ),
  testCase('rest-empty', 'gives one empty segment', '/files/', filesResponse('')),
  testCase('rest-empty-two', 'merges no slashes', '/files//', filesResponse('', '')),
  testCase(
    'rest-empty-inner',
    'keeps empty segments',
    '/files/a//b/',
    filesResponse('a', '', 'b', ''),
  ),
  testCase(
    'rest-dots',
    'resolves dots inside the rest',
    '/files/a/../b/./c',
    filesResponse('b', 'c'),
  ),
  testCase(
    'rest-dots-end',
    'leaves an empty segment for dots at the end',
    '/files/a/..',
    filesResponse(''),
  ),
  testCase(
    'pchar',
    'takes all that a segment may hold',
    "/echo/a:b@c!$&'()*,=~-._",
    echoResponse("a:b@c!$&'()*,=~-._"),
  ),
  testCase('semicolon', 'takes a semicolon for data', '/echo/a;b=c', echoResponse('a;b=c')),
  testCase('semicolon-static', 'cuts nothing at a semicolon', '/only-get;x', missing),
  testCase('braces', 'takes braces, caret and bar', '/echo/{a}^|', echoResponse('{a}^|')),
  testCase(
    'canonical',
    'shows handlers the resolved path, still encoded',
    '/place/a/../%61b%2Fc',
    jsonResponse(
      '{"method":"GET","path":"/place/ab%2Fc","basePath":"{mount}","operation":"getPlace"}',
    ),
  ),
  ...orderCases(),
]

function orderCases(): readonly DeclaredCase[] {
  const paths = {
    '/order/static': 'static',
    '/order/%73tatic': 'static',
    '/order/other': 'name other',
    '/order/static/end': 'name static, end',
    '/order/static/other': 'static other',
    '/order/static/x': 'rest ["static","x"]',
    '/order/x/y': 'rest ["x","y"]',
    '/order/x/end/z': 'rest ["x","end","z"]',
    '/order/': 'rest [""]',
    '/order/static/': 'rest ["static",""]',
    '/order//end': 'rest ["","end"]',
  }
  const matched = Object.entries(paths).map(([path, body]) =>
    testCase(`order-${path.slice(7)}`, `matches ${path} with ${body}`, path, textResponse(body)),
  )
  const post = { method: 'POST', body: '' }
  return [
    ...matched,
    testCase(
      'order-post',
      'finds the other method of a path',
      { ...post, target: '/order/static' },
      textResponse('static post'),
    ),
    testCase(
      'order-path-alone',
      'matches on the path alone and then looks at the method',
      { ...post, target: '/order/other' },
      problem('method_not_allowed', { allow: 'GET, HEAD, OPTIONS' }),
    ),
  ]
}

/** One case for each target; the title is the id and the verb of their names. */
function table(
  title: string,
  expect: DeclaredCase['expect'],
  targets: Readonly<Record<string, string>>,
): readonly DeclaredCase[] {
  const [id = '', ...verb] = title.split(' ')
  return Object.entries(targets).map(([part, target]) =>
    testCase(part === '' ? id : `${id}-${part}`, `${verb.join(' ')} ${target}`, target, expect),
  )
}
