import type { DeclaredCase, Expectation, PlannedRequest } from '../case.ts'
import { jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

const TEXT = 'text/plain'
const FORM = 'application/x-www-form-urlencoded'
const noText = problem('unsupported_media_type', { accept: 'text/*' })
const noForm = problem('unsupported_media_type', { accept: FORM })
const noBytes = problem('unsupported_media_type', { accept: /./ })
const coded = problem('unsupported_media_type', { 'accept-encoding': 'identity' })

/** Bodies that are not JSON, bodies that no route declares, and the readers of all of them. */
export const bodyCases: readonly DeclaredCase[] = [
  testCase('text', 'reads text', post('/text', TEXT, 'hé'), textResponse('hé')),
  testCase(
    'text-charset',
    'reads any text type in UTF-8',
    post('/text', 'Text/Markdown; Charset="utf-8"', '# hé'),
    textResponse('# hé'),
  ),
  testCase('text-empty', 'reads empty text', post('/text', TEXT, ''), textResponse('')),
  testCase(
    'text-none',
    'reads no body as empty text',
    { method: 'POST', target: '/text', headers: [['Content-Type', TEXT]] },
    textResponse(''),
  ),
  testCase(
    'text-chunked',
    'reads text in chunks',
    { ...post('/text', TEXT), chunks: ['a', 'b'] },
    textResponse('ab'),
  ),
  testCase(
    'text-crlf',
    'keeps line ends and NUL',
    post('/text', TEXT, 'a\r\nb\u0000'),
    textResponse('a\r\nb\u0000'),
  ),
  testCase(
    'text-latin1',
    'takes text in UTF-8 alone',
    post('/text', 'text/plain; charset=latin1', 'a'),
    noText,
  ),
  testCase('text-json', 'takes no JSON for text', post('/text', 'application/json', '"a"'), noText),
  testCase('text-no-type', 'takes no text without a type', post('/text', undefined, 'a'), noText),
  testCase(
    'text-malformed',
    'takes no malformed type for text',
    post('/text', 'text/plain garbage', 'a'),
    noText,
  ),
  testCase(
    'text-utf8',
    'refuses text that is not UTF-8',
    post('/text', TEXT, Uint8Array.of(0x61, 0xff)),
    problem('invalid_utf8'),
  ),
  testCase(
    'text-encoded',
    'refuses text in a coding',
    withField(post('/text', TEXT, 'a'), 'Content-Encoding', 'gzip'),
    coded,
  ),
  testCase(
    'bytes',
    'reads bytes',
    post('/bytes', 'application/octet-stream', '\u0000é\r\n'),
    octets('\u0000é\r\n'),
  ),
  testCase(
    'bytes-no-type',
    'reads bytes without a type',
    post('/bytes', undefined, 'x'),
    octets('x'),
  ),
  testCase(
    'bytes-any-type',
    'reads bytes of any type',
    post('/bytes', 'image/png', 'x'),
    octets('x'),
  ),
  testCase(
    'bytes-json',
    'reads JSON as bytes',
    post('/bytes', 'application/json', '{broken'),
    octets('{broken'),
  ),
  testCase('bytes-form', 'reads a form as bytes', post('/bytes', FORM, 'a=%zz'), octets('a=%zz')),
  testCase('bytes-text', 'reads text as bytes', post('/bytes', TEXT, 'a'), octets('a')),
  testCase('bytes-empty', 'reads no bytes', post('/bytes', undefined, ''), octets('')),
  testCase(
    'bytes-encoded',
    'reads encoded bytes as they are',
    withField(post('/bytes', undefined, 'x'), 'Content-Encoding', 'gzip'),
    octets('x'),
  ),
  ...['/bytes', '/stream', '/text', '/form'].flatMap((target) =>
    ['multipart/form-data; boundary=x', 'Multipart/Mixed', 'multipart/form-data ; x'].map(
      (type, index) =>
        testCase(
          `multipart-${target.slice(1)}-${index + 1}`,
          `takes no ${type} at ${target}`,
          post(target, type, '--x--\r\n'),
          target === '/text' ? noText : target === '/form' ? noForm : noBytes,
        ),
    ),
  ),
  testCase(
    'form',
    'reads a form by the rules of the query',
    post('/form', FORM, 'a=1&a=2&b=%2B+&c&=e'),
    jsonResponse('{"a":["1","2"],"b":"+ ","c":"","":"e"}'),
  ),
  testCase(
    'form-bom',
    'keeps a byte order mark in the first name of a form',
    post('/form', FORM, '\ufeffa=1'),
    jsonResponse('{"\ufeffa":"1"}'),
  ),
  testCase(
    'form-charset-short',
    'reads charset=utf8 as UTF-8',
    post('/form', `${FORM}; charset=utf8`, 'a=é'),
    jsonResponse('{"a":"é"}'),
  ),
  testCase(
    'stream-after-bytes',
    'streams a body that a guard has read',
    post('/stream/after-bytes', 'text/plain', 'twelve bytes'),
    jsonResponse('{"length":12}', { 'cache-control': 'max-age=1' }),
  ),
  testCase(
    'form-charset',
    'reads a form in UTF-8',
    post('/form', 'Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a=é&b=%C3%A9'),
    jsonResponse('{"a":"é","b":"é"}'),
  ),
  testCase(
    'form-broken',
    'reads broken encoding as the query does',
    post('/form', FORM, 'f=%zz&g=%FF'),
    jsonResponse('{"f":"%zz","g":"\ufffd"}'),
  ),
  testCase('form-empty', 'reads an empty form', post('/form', FORM, ''), jsonResponse('{}')),
  testCase(
    'GHSA-v8w9-8mx6-g223',
    'keeps form keys flat',
    post('/form', FORM, '__proto__.admin=1&__proto__=2&a[b]=3&a.b=4'),
    jsonResponse('{"__proto__.admin":"1","__proto__":"2","a[b]":"3","a.b":"4"}'),
  ),
  testCase('GHSA-wqch-xfxh-vrr4', 'reads 50,000 pairs', post('/form', FORM, 'a&'.repeat(50_000)), {
    ...jsonResponse(`{"a":[${'"",'.repeat(49_999)}""]}`),
  }),
  testCase(
    'form-json',
    'takes no JSON for a form',
    post('/form', 'application/json', '{}'),
    noForm,
  ),
  testCase(
    'form-latin1',
    'takes a form in UTF-8 alone',
    post('/form', `${FORM}; charset=latin1`, 'a=1'),
    noForm,
  ),
  testCase('form-no-type', 'takes no form without a type', post('/form', undefined, 'a=1'), noForm),
  testCase(
    'form-utf8',
    'refuses a form that is not UTF-8',
    post('/form', FORM, Uint8Array.of(0x61, 0x3d, 0xff)),
    problem('invalid_utf8'),
  ),
  testCase(
    'form-encoded',
    'refuses a form in a coding',
    withField(post('/form', FORM, 'a=1'), 'Content-Encoding', 'gzip'),
    coded,
  ),
]

function octets(body: string): Expectation {
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', vary: 'Origin' },
    body,
  }
}

function post(target: string, type?: string, body?: string | Uint8Array): PlannedRequest {
  const headers = type === undefined ? [] : [['Content-Type', type] as const]
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function withField(plan: PlannedRequest, name: string, value: string): PlannedRequest {
  return { ...plan, headers: [...(plan.headers ?? []), [name, value]] }
}
