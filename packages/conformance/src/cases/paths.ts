import type { Case } from '../case.ts'
import { early, echo, files, json, plain, problem, scene } from '../expectations.ts'

const hello = plain('hello')
const missing = problem('not_found')
const badPath = early('bad_path')

/** How a target becomes a path: what is resolved, what is decoded, once, and what is refused. */
export const pathCases: readonly Case[] = [
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
  scene('K11', 'decodes what needs no encoding before it matches', '/%65cho/1', echo('1')),
  scene('K12', 'decodes once', '/echo/a%252Fb', echo('a%2Fb')),
  scene('K12-slash', 'keeps an encoded slash inside its segment', '/echo/a%2Fb', echo('a/b')),
  scene('K12-slash-lower', 'keeps an encoded slash in either case', '/echo/a%2fb', echo('a/b')),
  scene('K12-percent', 'decodes an encoded percent sign', '/echo/%25', echo('%')),
  scene('K12-percent-zz', 'does not read what it has decoded', '/echo/%25zz', echo('%zz')),
  scene('K12-static', 'takes no encoded slash for a border', '/order%2Fstatic', missing),
  scene('K12-static-end', 'takes no encoded slash for a trailing one', '/only-get%2F', missing),
  scene('K13', 'leaves a plus as it is', '/echo/a+b', echo('a+b')),
  scene('K13-space', 'decodes a space', '/echo/a%20b', echo('a b')),
  scene('K14', 'reads UTF-8', '/echo/caf%C3%A9', echo('café')),
  scene('K14-lower', 'reads UTF-8 in lower-case hex', '/echo/caf%c3%a9', echo('café')),
  scene('K14-astral', 'reads four bytes as one character', '/echo/%F0%9F%98%80', echo('😀')),
  scene('K14-decomposed', 'does not compose what is decomposed', '/echo/e%CC%81', echo('e\u0301')),
  scene('K14-bom', 'keeps a byte order mark in a path', '/echo/%EF%BB%BFa', echo('\ufeffa')),
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
  scene(
    'K16-c1',
    'lets C1 controls through, which Postgres can hold',
    '/echo/%C2%80',
    echo('\u0080'),
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
  scene('K17-end', 'resolves dots at the end to a trailing slash', '/only-get/x/..', missing),
  scene('K17-param', 'has no parameter that is dots', '/echo/..', missing),
  scene('K17-param-encoded', 'has no parameter that is encoded dots', '/echo/%2e%2e', missing),
  scene('K17-three', 'takes three dots for a name', '/echo/...', echo('...')),
  scene(
    'K17-dots-and-more',
    'takes a segment that begins with dots for a name',
    '/echo/..a',
    echo('..a'),
  ),
  scene(
    'K18',
    'keeps an encoded traversal below the wildcard',
    '/files/..%2fonly-get',
    files('../only-get'),
  ),
  scene(
    'K18-twice',
    'keeps a traversal of several levels in one segment',
    '/files/..%2f..%2fx',
    files('../../x'),
  ),
  scene(
    'K18-double',
    'does not decode a traversal twice',
    '/files/%252e%252e/x',
    files('%2e%2e', 'x'),
  ),
  scene('K18-param', 'keeps a traversal inside a parameter', '/echo/%2E%2E%2Fx', echo('../x')),
  scene(
    'K18-backslash',
    'takes an encoded backslash for data',
    '/files/..%5conly-get',
    files('..\\only-get'),
  ),
  scene('rest-several', 'gives the rest by segments', '/files/a%20b/c%2Fd', files('a b', 'c/d')),
  scene('rest-empty', 'gives one empty segment', '/files/', files('')),
  scene('rest-empty-two', 'merges no slashes', '/files//', files('', '')),
  scene('rest-empty-inner', 'keeps empty segments', '/files/a//b/', files('a', '', 'b', '')),
  scene('rest-dots', 'resolves dots inside the rest', '/files/a/../b/./c', files('b', 'c')),
  scene('rest-dots-end', 'leaves an empty segment for dots at the end', '/files/a/..', files('')),
  scene(
    'pchar',
    'takes all that a segment may hold',
    "/echo/a:b@c!$&'()*,=~-._",
    echo("a:b@c!$&'()*,=~-._"),
  ),
  scene('semicolon', 'takes a semicolon for data', '/echo/a;b=c', echo('a;b=c')),
  scene('semicolon-static', 'cuts nothing at a semicolon', '/only-get;x', missing),
  scene('braces', 'takes braces, caret and bar', '/echo/{a}^|', echo('{a}^|')),
  scene(
    'canonical',
    'shows handlers the resolved path, still encoded',
    '/place/a/../%61b%2Fc',
    json('{"method":"GET","path":"/place/ab%2Fc","basePath":"{mount}","operation":"getPlace"}'),
  ),
  ...orderCases(),
]

function orderCases(): readonly Case[] {
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
    scene(`order-${path.slice(7)}`, `matches ${path} with ${body}`, path, plain(body)),
  )
  const post = { method: 'POST', body: '' }
  return [
    ...matched,
    scene(
      'order-post',
      'finds the other method of a path',
      { ...post, target: '/order/static' },
      plain('static post'),
    ),
    scene(
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
  expect: Case['expect'],
  targets: Readonly<Record<string, string>>,
): readonly Case[] {
  const [id = '', ...verb] = title.split(' ')
  return Object.entries(targets).map(([part, target]) =>
    scene(part === '' ? id : `${id}-${part}`, `${verb.join(' ')} ${target}`, target, expect),
  )
}
