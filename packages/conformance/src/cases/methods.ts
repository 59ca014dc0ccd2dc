import type { Case } from '../case.ts'
import { echo, json, nothing, plain, problem, scene } from '../expectations.ts'

const hello = plain('hello')
const getOnly = { allow: 'GET, HEAD, OPTIONS' }
const noGet = problem('method_not_allowed', getOnly)

/** Which method does what, and what HEAD and OPTIONS make of a route. */
export const methodCases: readonly Case[] = [
  scene('K01', 'answers a plain GET', '/only-get', hello),
  scene('K03', 'has no such path', '/nope', problem('not_found')),
  scene(
    'K04',
    'names the methods of a path',
    { method: 'POST', target: '/only-get', body: '' },
    noGet,
  ),
  scene('K04-delete', 'refuses another method', { method: 'DELETE', target: '/only-get' }, noGet),
  scene(
    'K04-several',
    'names all methods of a path',
    { method: 'POST', target: '/any/1', body: '' },
    problem('method_not_allowed', { allow: 'PUT, PATCH, DELETE, OPTIONS' }),
  ),
  scene(
    'K04-two',
    'names GET and POST',
    { method: 'DELETE', target: '/order/static' },
    problem('method_not_allowed', { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  scene(
    'K04-body',
    'refuses a method whatever its body',
    post('/only-get', '{broken', 'application/json'),
    noGet,
  ),
  scene(
    'K05',
    'answers OPTIONS on a route',
    { method: 'OPTIONS', target: '/only-get' },
    nothing(204, getOnly),
  ),
  scene(
    'K05-body',
    'answers OPTIONS that has a body',
    { ...post('/only-get', 'hi'), method: 'OPTIONS' },
    nothing(204, getOnly, { close: 'either' }),
  ),
  scene(
    'K05-guarded',
    'answers OPTIONS without a token',
    { method: 'OPTIONS', target: '/me' },
    nothing(204, { allow: 'GET, HEAD, POST, OPTIONS' }),
  ),
  scene(
    'K05-unknown',
    'has no OPTIONS where no path is',
    { method: 'OPTIONS', target: '/nope' },
    problem('not_found'),
  ),
  ...['PURGE', 'PROPFIND', 'TRACE', 'SEARCH', 'LINK', 'M-SEARCH', 'QUERY'].map((method) =>
    scene(
      method === 'PURGE' ? 'K06' : `K06-${method}`,
      `does not implement ${method}`,
      { method, target: '/only-get' },
      problem('not_implemented'),
    ),
  ),
  ...['FOO', 'get', 'constructor', '__proto__', 'toString', 'GETT', 'G'].map((method) =>
    scene(
      method === '__proto__' ? 'GHSA-c96f-x56v-gq3h' : `K06-${method}`,
      `does not implement ${method}`,
      { method, target: '/only-get' },
      problem('not_implemented'),
    ),
  ),
  scene(
    'K06-unknown',
    'looks at the path before the method',
    { method: 'PURGE', target: '/nope' },
    problem('not_found'),
  ),
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name, index) =>
    scene(
      index === 0 ? 'K07' : `K07-${name}`,
      `takes no method from ${name}`,
      { method: 'POST', target: '/only-get', headers: [[name, 'GET']], body: '' },
      noGet,
    ),
  ),
  scene(
    'K07-query',
    'takes no method from the query',
    { method: 'POST', target: '/only-get?_method=GET', body: '' },
    noGet,
  ),
  scene(
    'K27',
    'drops the content of GET and keeps the next request whole',
    [{ target: '/echo/1', body: 'hi' }, { target: '/only-get' }],
    [echo('1'), hello],
  ),
  scene(
    'K27-chunked',
    'drops the chunks of GET',
    { target: '/echo/1', chunks: ['hi', 'there'] },
    {
      ...echo('1'),
      close: 'either',
    },
  ),
  scene(
    'K27-unread',
    'drops content that the handler does not ask for',
    { target: '/only-get', body: 'hi' },
    hello,
  ),
  scene(
    'GHSA-g5m6-hxpp-fc49',
    'survives a GET with content',
    { target: '/only-get', headers: [['Content-Type', 'text/plain']], body: 'hi' },
    hello,
  ),
  scene(
    'K27-request',
    'takes no request from the content of GET',
    [
      { target: '/echo/1', body: 'GET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n' },
      { target: '/only-get' },
    ],
    [echo('1'), hello],
  ),
  scene(
    'delete-body',
    'lets DELETE have content',
    { method: 'DELETE', target: '/any/1', body: 'hi' },
    nothing(204),
  ),
  scene(
    'put-json',
    'reads JSON of PUT',
    { ...post('/any/1', '{"a":1}', 'application/json'), method: 'PUT' },
    json('{"a":1}'),
  ),
  scene(
    'pipelined',
    'answers three requests in their order',
    [{ target: '/echo/1' }, post('/json', '[2]', 'application/json'), { target: '/echo/3' }],
    [echo('1'), json('[2]'), echo('3')],
  ),
]

function post(target: string, body: string, type = 'text/plain') {
  return { method: 'POST', target, headers: [['Content-Type', type]], body } as const
}
