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
  scene(
    'stream',
    'hands over a stream',
    post('/stream', undefined, 'x'.repeat(200_000)),
    json('{"length":200000}'),
  ),
  scene(
    'stream-chunked',
    'hands over chunks',
    { ...post('/stream'), chunks: ['a', 'bc', 'é'] },
    json('{"length":5}'),
  ),
  scene(
    'stream-empty',
    'hands over an empty stream',
    post('/stream', undefined, ''),
    json('{"length":0}'),
  ),
  scene(
    'stream-none',
    'hands over a stream where there is no body',
    { method: 'POST', target: '/stream' },
    json('{"length":0}'),
  ),
  scene(
    'stream-json',
    'hands over a stream of JSON',
    post('/stream', 'application/json', '{broken'),
    json('{"length":7}'),
  ),
  scene(
    'stream-encoded',
    'hands over encoded bytes',
    withField(post('/stream', undefined, 'x'), 'Content-Encoding', 'br'),
    json('{"length":1}'),
  ),
  scene(
    'stream-unread',
    'lets a handler leave its stream alone',
    post('/stream/unread', undefined, 'x'.repeat(1000)),
    plain('unread', {}, { close: 'either' }),
  ),
  scene(
    'stream-unread-chunked',
    'lets a handler leave its chunks alone',
    { ...post('/stream/unread'), chunks: ['x'.repeat(1000)] },
    plain('unread', {}, { close: 'either' }),
  ),
  scene(
    'stream-reader',
    'has no reader beside a stream',
    post('/stream/reader', TEXT, 'x'),
    problem('internal_error', {}, { runs: 1 }),
  ),
  scene(
    'nothing',
    'reads nothing where nothing is declared',
    post('/nothing', 'application/json', '{broken'),
    plain('nothing read'),
  ),
  scene(
    'nothing-multipart',
    'looks at no type where nothing is declared',
    post('/nothing', 'multipart/form-data; x', 'x'),
    plain('nothing read'),
  ),
  scene(
    'nothing-none',
    'needs no body where nothing is declared',
    { method: 'POST', target: '/nothing' },
    plain('nothing read'),
  ),
  scene(
    'nothing-chunked',
    'drops chunks that nobody declared and closes',
    { ...post('/nothing'), chunks: ['hi', 'there'] },
    plain('nothing read', {}, { close: true }),
  ),
  scene(
    'demand',
    'reads JSON on demand',
    post('/demand', 'application/json', '{"a":1}'),
    json('{"a":1}'),
  ),
  scene(
    'demand-chunked',
    'reads chunks on demand',
    { ...post('/demand', 'application/json'), chunks: ['{"a"', ':1}'] },
    json('{"a":1}'),
  ),
  scene(
    'demand-type',
    'refuses another type on demand',
    post('/demand', TEXT, '{}'),
    ranAnd(problem('unsupported_media_type', { accept: 'application/json' })),
  ),
  scene(
    'demand-empty',
    'refuses an empty body on demand',
    post('/demand', 'application/json', ''),
    ranAnd(problem('empty_body')),
  ),
  scene(
    'demand-invalid',
    'refuses broken JSON on demand',
    post('/demand', 'application/json', '{'),
    ranAnd(problem('invalid_json')),
  ),
  scene(
    'demand-proto',
    'refuses a forbidden key on demand',
    post('/demand', 'application/json', '{"__proto__":1}'),
    ranAnd(problem('forbidden_key')),
  ),
  scene(
    'demand-text',
    'gives the same text twice',
    post('/demand/text', TEXT, 'hé'),
    plain('héhé'),
  ),
  scene(
    'demand-text-utf8',
    'refuses bad UTF-8 on demand',
    post('/demand/text', TEXT, Uint8Array.of(0xff)),
    ranAnd(problem('invalid_utf8')),
  ),
  scene(
    'webhook',
    'gives the bytes beside the parsed body',
    post('/webhook', 'application/json', ' {"event":"paid", "x":"\\u00e9"}'),
    json(
      '{"event":"paid","raw":" {\\"event\\":\\"paid\\", \\"x\\":\\"\\\\u00e9\\"}","again":{"event":"paid","x":"é"}}',
    ),
  ),
  scene(
    'webhook-bom',
    'gives the bytes as they came',
    post('/webhook', 'application/json', '\ufeff{"event":"paid"}'),
    json('{"event":"paid","raw":"\ufeff{\\"event\\":\\"paid\\"}","again":{"event":"paid"}}'),
  ),
  scene(
    'webhook-refused',
    'checks the body before the handler reads it',
    post('/webhook', 'application/json', '{"event":1}'),
    {
      ...problem('validation', {}),
      body: '{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"validation","errors":[{"in":"body","path":["event"],"message":"must be text"}]}',
    },
  ),
]

function ranAnd(expected: Expectation): Expectation {
  return { ...expected, runs: 1 }
}

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
