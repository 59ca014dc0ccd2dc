import type { Case, Expectation, Plan } from '../case.ts'
import { json, plain, problem, scene } from '../expectations.ts'

const TEXT = 'text/plain'
const FORM = 'application/x-www-form-urlencoded'
const noText = problem('unsupported_media_type', { accept: 'text/*' })
const noForm = problem('unsupported_media_type', { accept: FORM })
const noBytes = problem('unsupported_media_type', { accept: /./ })
const coded = problem('unsupported_media_type', { 'accept-encoding': 'identity' })

/** Bodies that are not JSON, bodies that nobody declared, and the readers of all of them. */
export const bodyCases: readonly Case[] = [
  scene('text', 'reads text', post('/text', TEXT, 'hé'), plain('hé')),
  scene(
    'text-charset',
    'reads any text type in UTF-8',
    post('/text', 'Text/Markdown; Charset="utf-8"', '# hé'),
    plain('# hé'),
  ),
  scene('text-empty', 'reads empty text', post('/text', TEXT, ''), plain('')),
  scene(
    'text-none',
    'reads no body as empty text',
    { method: 'POST', target: '/text', headers: [['Content-Type', TEXT]] },
    plain(''),
  ),
  scene(
    'text-chunked',
    'reads text in chunks',
    { ...post('/text', TEXT), chunks: ['a', 'b'] },
    plain('ab'),
  ),
  scene(
    'text-crlf',
    'keeps line ends and NUL',
    post('/text', TEXT, 'a\r\nb\u0000'),
    plain('a\r\nb\u0000'),
  ),
  scene(
    'text-latin1',
    'takes text in UTF-8 alone',
    post('/text', 'text/plain; charset=latin1', 'a'),
    noText,
  ),
  scene('text-json', 'takes no JSON for text', post('/text', 'application/json', '"a"'), noText),
  scene('text-no-type', 'takes no text without a type', post('/text', undefined, 'a'), noText),
  scene(
    'text-malformed',
    'takes no malformed type for text',
    post('/text', 'text/plain garbage', 'a'),
    noText,
  ),
  scene(
    'text-utf8',
    'refuses text that is not UTF-8',
    post('/text', TEXT, Uint8Array.of(0x61, 0xff)),
    problem('invalid_utf8'),
  ),
  scene(
    'text-encoded',
    'refuses text in a coding',
    withField(post('/text', TEXT, 'a'), 'Content-Encoding', 'gzip'),
    coded,
  ),
  scene(
    'bytes',
    'reads bytes',
    post('/bytes', 'application/octet-stream', '\u0000é\r\n'),
    octets('\u0000é\r\n'),
  ),
  scene('bytes-no-type', 'reads bytes without a type', post('/bytes', undefined, 'x'), octets('x')),
  scene('bytes-any-type', 'reads bytes of any type', post('/bytes', 'image/png', 'x'), octets('x')),
  scene(
    'bytes-json',
    'reads JSON as bytes',
    post('/bytes', 'application/json', '{broken'),
    octets('{broken'),
  ),
  scene('bytes-form', 'reads a form as bytes', post('/bytes', FORM, 'a=%zz'), octets('a=%zz')),
  scene('bytes-text', 'reads text as bytes', post('/bytes', TEXT, 'a'), octets('a')),
  scene('bytes-empty', 'reads no bytes', post('/bytes', undefined, ''), octets('')),
  scene(
    'bytes-encoded',
    'reads encoded bytes as they are',
    withField(post('/bytes', undefined, 'x'), 'Content-Encoding', 'gzip'),
    octets('x'),
  ),
  ...['/bytes', '/stream', '/text', '/form'].flatMap((target) =>
    ['multipart/form-data; boundary=x', 'Multipart/Mixed', 'multipart/form-data ; x'].map(
      (type, index) =>
        scene(
          `multipart-${target.slice(1)}-${index + 1}`,
          `takes no ${type} at ${target}`,
          post(target, type, '--x--\r\n'),
          target === '/text' ? noText : target === '/form' ? noForm : noBytes,
        ),
    ),
  ),
  scene(
    'form',
    'reads a form by the rules of the query',
    post('/form', FORM, 'a=1&a=2&b=%2B+&c&=e'),
    json('{"a":["1","2"],"b":"+ ","c":"","":"e"}'),
  ),
  scene(
    'form-charset',
    'reads a form in UTF-8',
    post('/form', 'Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a=é&b=%C3%A9'),
    json('{"a":"é","b":"é"}'),
  ),
  scene(
    'form-broken',
    'reads broken encoding as the query does',
    post('/form', FORM, 'f=%zz&g=%FF'),
    json('{"f":"%zz","g":"\ufffd"}'),
  ),
  scene('form-empty', 'reads an empty form', post('/form', FORM, ''), json('{}')),
  scene(
    'GHSA-v8w9-8mx6-g223',
    'keeps form keys flat',
    post('/form', FORM, '__proto__.admin=1&__proto__=2&a[b]=3&a.b=4'),
    json('{"__proto__.admin":"1","__proto__":"2","a[b]":"3","a.b":"4"}'),
  ),
  scene('GHSA-wqch-xfxh-vrr4', 'reads 50,000 pairs', post('/form', FORM, 'a&'.repeat(50_000)), {
    ...json(`{"a":[${'"",'.repeat(49_999)}""]}`),
  }),
  scene('form-json', 'takes no JSON for a form', post('/form', 'application/json', '{}'), noForm),
  scene(
    'form-latin1',
    'takes a form in UTF-8 alone',
    post('/form', `${FORM}; charset=latin1`, 'a=1'),
    noForm,
  ),
  scene('form-no-type', 'takes no form without a type', post('/form', undefined, 'a=1'), noForm),
  scene(
    'form-utf8',
    'refuses a form that is not UTF-8',
    post('/form', FORM, Uint8Array.of(0x61, 0x3d, 0xff)),
    problem('invalid_utf8'),
  ),
  scene(
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

function post(target: string, type?: string, body?: string | Uint8Array): Plan {
  const headers = type === undefined ? [] : [['Content-Type', type] as const]
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function withField(plan: Plan, name: string, value: string): Plan {
  return { ...plan, headers: [...(plan.headers ?? []), [name, value]] }
}
