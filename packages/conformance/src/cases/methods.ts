import type { DeclaredCase } from '../case.ts'
import {
  echoResponse,
  jsonResponse,
  emptyResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

const hello = textResponse('hello')
const getOnly = { allow: 'GET, HEAD, OPTIONS' }
const noGet = problem('method_not_allowed', getOnly)

/** Which method does what, and what HEAD and OPTIONS make of a route. */
export const methodCases: readonly DeclaredCase[] = [
  testCase('K01', 'answers a plain GET', '/only-get', hello),
  testCase('K03', 'has no such path', '/nope', problem('not_found')),
  testCase(
    'K04',
    'names the methods of a path',
    { method: 'POST', target: '/only-get', body: '' },
    noGet,
  ),
  testCase(
    'K04-delete',
    'refuses another method',
    { method: 'DELETE', target: '/only-get' },
    noGet,
  ),
  testCase(
    'K04-several',
    'names all methods of a path',
    { method: 'POST', target: '/any/1', body: '' },
    problem('method_not_allowed', { allow: 'PUT, PATCH, DELETE, OPTIONS' }),
  ),
  testCase(
    'K04-two',
    'names GET and POST',
    { method: 'DELETE', target: '/order/static' },
    problem('method_not_allowed', { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  testCase(
    'K04-body',
    'refuses a method whatever its body',
    post('/only-get', '{broken', 'application/json'),
    noGet,
  ),
  testCase(
    'K05',
    'answers OPTIONS on a route',
    { method: 'OPTIONS', target: '/only-get' },
    emptyResponse(204, getOnly),
  ),
  testCase(
    'K05-body',
    'answers OPTIONS that has a body',
    { ...post('/only-get', 'hi'), method: 'OPTIONS' },
    emptyResponse(204, getOnly, { close: 'either' }),
  ),
  testCase(
    'K05-guarded',
    'answers OPTIONS without a token',
    { method: 'OPTIONS', target: '/me' },
    emptyResponse(204, { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  testCase(
    'K05-unknown',
    'has no OPTIONS where no path is',
    { method: 'OPTIONS', target: '/nope' },
    problem('not_found'),
  ),
  ...['PURGE', 'PROPFIND', 'TRACE', 'SEARCH', 'LINK', 'M-SEARCH'].map((method) =>
    testCase(
      method === 'PURGE' ? 'K06' : `K06-${method}`,
      `does not implement ${method}`,
      { method, target: '/only-get' },
      problem('not_implemented'),
    ),
  ),
  ...['FOO', 'get', 'constructor', '__proto__', 'toString', 'GETT', 'G'].map((method) =>
    testCase(
      method === '__proto__' ? 'GHSA-c96f-x56v-gq3h' : `K06-${method}`,
      `does not implement ${method}`,
      { method, target: '/only-get' },
      problem('not_implemented'),
    ),
  ),
  testCase(
    'K06-QUERY',
    'knows QUERY, which this path does not take',
    { method: 'QUERY', target: '/only-get' },
    noGet,
  ),
  testCase(
    'query-method',
    'answers QUERY with its content read',
    { ...post('/search', '{"name":"ada"}', 'application/json'), method: 'QUERY' },
    jsonResponse('{"name":"ada"}'),
  ),
  testCase(
    'query-method-invalid',
    'validates the content of QUERY',
    { ...post('/search', '{broken', 'application/json'), method: 'QUERY' },
    problem('invalid_json'),
  ),
  testCase(
    'query-method-options',
    'names QUERY in Allow',
    { method: 'OPTIONS', target: '/search' },
    emptyResponse(204, { allow: 'GET, HEAD, QUERY, OPTIONS' }),
  ),
  testCase(
    'K06-unknown',
    'looks at the path before the method',
    { method: 'PURGE', target: '/nope' },
    problem('not_found'),
  ),
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name, index) =>
    testCase(
      index === 0 ? 'K07' : `K07-${name}`,
      `takes no method from ${name}`,
      { method: 'POST', target: '/only-get', headers: [[name, 'GET']], body: '' },
      noGet,
    ),
  ),
  testCase(
    'K07-query',
    'takes no method from the query',
    { method: 'POST', target: '/only-get?_method=GET', body: '' },
    noGet,
  ),
  testCase(
    'K27',
    'drops the content of GET and keeps the next request whole',
    [{ target: '/echo/1', body: 'hi' }, { target: '/only-get' }],
    [echoResponse('1'), hello],
  ),
  testCase(
    'K27-chunked',
    'drops the chunks of GET',
    { target: '/echo/1', chunks: ['hi', 'there'] },
    {
      ...echoResponse('1'),
      close: 'either',
    },
  ),
  testCase(
    'K27-unread',
    'drops content that the handler does not ask for',
    { target: '/only-get', body: 'hi' },
    hello,
  ),
  testCase(
    'GHSA-g5m6-hxpp-fc49',
    'survives a GET with content',
    { target: '/only-get', headers: [['Content-Type', 'text/plain']], body: 'hi' },
    hello,
  ),
  testCase(
    'K27-request',
    'takes no request from the content of GET',
    [
      { target: '/echo/1', body: 'GET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n' },
      { target: '/only-get' },
    ],
    [echoResponse('1'), hello],
  ),
  testCase(
    'delete-body',
    'lets DELETE have content',
    { method: 'DELETE', target: '/any/1', body: 'hi' },
    emptyResponse(204),
  ),
  testCase(
    'put-json',
    'reads JSON of PUT',
    { ...post('/any/1', '{"a":1}', 'application/json'), method: 'PUT' },
    jsonResponse('{"a":1}'),
  ),
  testCase(
    'pipelined',
    'answers three requests in their order',
    [{ target: '/echo/1' }, post('/json', '[2]', 'application/json'), { target: '/echo/3' }],
    [echoResponse('1'), jsonResponse('[2]'), echoResponse('3')],
  ),
]

function post(target: string, body: string, type = 'text/plain') {
  return { method: 'POST', target, headers: [['Content-Type', type]], body } as const
}
