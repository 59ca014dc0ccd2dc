import type { DeclaredCase, PlannedRequest } from '../case.ts'
import { jsonResponse, problem, testCase } from '../expectations.ts'

const TYPE = 'application/json'
const echoed = jsonResponse('{"a":1}')
const unsupported = problem('unsupported_media_type', { accept: TYPE })
const coded = problem('unsupported_media_type', { 'accept-encoding': 'identity' })

/** Which Content-Type and Content-Encoding are JSON. */
export const mediaTypeCases: readonly DeclaredCase[] = [
  testCase('K24', 'refuses two content types', post('{}', ['text/plain', TYPE]), unsupported),
  testCase(
    'K24-same',
    'refuses the same content type twice',
    post('{}', [TYPE, TYPE]),
    unsupported,
  ),
  ...types(
    ['K29', 'APPLICATION/JSON; Charset="UTF-8"'],
    ['K29-charset', 'application/json; charset=utf-8'],
    ['K29-no-space', 'application/json;charset=UTF-8'],
    ['K29-space-before', 'application/json ;\tcharset=utf-8'],
    ['K29-other', 'application/json; profile="a;b, c"; v=1'],
    ['K29-escaped', 'application/json; charset="ut\\f-8"'],
  ).map(([id, type]) => testCase(id, `takes ${type}`, post('{"a":1}', [type]), echoed)),
  ...types(
    ['K32', 'text/plain'],
    ['K32-garbage', 'application/json garbage'],
    ['K32-tab', 'application/json\ta'],
    ['K32-list', 'text/plain, application/json'],
    ['K32-list-json', 'application/json, text/plain'],
    ['K32-prefix', 'application/jsonx'],
    ['K32-suffix', 'application/vnd.api+json'],
    ['K32-problem', 'application/problem+json'],
    ['K32-form', 'application/x-www-form-urlencoded'],
    ['K32-multipart', 'multipart/form-data; boundary=x'],
    ['K32-slash', 'application/'],
    ['K32-word', 'json'],
    ['K32-any', '*/*'],
    ['K32-utf16', 'application/json; charset=utf-16'],
    ['K32-latin1', 'application/json; charset=latin1'],
    ['K32-bogus', 'application/json; charset=bogus'],
    ['K32-empty-charset', 'application/json; charset=""'],
    ['K32-parameter', 'application/json; charset'],
    ['K32-parameter-space', 'application/json; charset =utf-8'],
    ['K32-parameter-open', 'application/json; charset="utf-8'],
    ['K32-parameter-more', 'application/json; charset=utf-8 x'],
    ['GHSA-455w-c45v-86rg', 'constructor'],
    ['GHSA-455w-c45v-86rg-proto', '__proto__'],
    ['GHSA-455w-c45v-86rg-text', 'toString'],
    ['GHSA-rpfr-3m35-5vx5', 'Text/Plain'],
  ).map(([id, type]) => testCase(id, `refuses ${type}`, post('{"a":1}', [type]), unsupported)),
  testCase('K32-none', 'refuses a body without a type', post('{"a":1}', []), unsupported),
  testCase('K32-empty', 'refuses an empty type', post('{"a":1}', ['']), unsupported),
  ...['gzip', 'foo', 'br', 'identity, gzip', 'gzip, gzip'].map((coding, index) =>
    testCase(
      index === 0 ? 'K33' : `K33-${coding}`,
      `refuses Content-Encoding: ${coding}`,
      encoded(coding, '{"a":1}'),
      coded,
    ),
  ),
  testCase('K33-valid', 'refuses gzip that is gzip', encoded('gzip', gzipped()), coded),
  testCase(
    'K33-identity',
    'takes Content-Encoding: identity',
    encoded('identity', '{"a":1}'),
    echoed,
  ),
  testCase(
    'K33-Identity',
    'takes Content-Encoding: Identity',
    encoded('Identity', '{"a":1}'),
    echoed,
  ),
  testCase(
    'json-merge-patch',
    'takes the media type that the route names',
    patch('application/merge-patch+json; charset=utf-8'),
    jsonResponse('{"a":null}'),
  ),
  testCase(
    'json-merge-patch-plain',
    'takes no other media type than the one that the route names',
    patch(TYPE),
    problem('unsupported_media_type', { accept: 'application/merge-patch+json' }),
  ),
]

function types(...list: readonly (readonly [id: string, type: string])[]): typeof list {
  return list
}

function post(body: string | Uint8Array, contentTypes: readonly string[] = [TYPE]): PlannedRequest {
  return {
    method: 'POST',
    target: '/json',
    headers: contentTypes.map((type) => ['Content-Type', type] as const),
    body,
  }
}

function patch(type: string): PlannedRequest {
  return {
    method: 'PATCH',
    target: '/any/1',
    headers: [['Content-Type', type]],
    body: '{"a":null}',
  }
}

function encoded(coding: string, body: string | Uint8Array): PlannedRequest {
  return {
    method: 'POST',
    target: '/json',
    headers: [
      ['Content-Type', TYPE],
      ['Content-Encoding', coding],
    ],
    body,
  }
}

/** `{"a":1}`, compressed. */
function gzipped(): Uint8Array {
  return Buffer.from('H4sIAAAAAAAAA6tWSlSyMqwFAK+sG1YHAAAA', 'base64')
}
