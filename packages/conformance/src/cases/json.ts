import type { DeclaredCase, Expectation, PlannedRequest } from '../case.ts'
import { jsonResponse, emptyResponse, problem, testCase } from '../expectations.ts'

const TYPE = 'application/json'

/** JSON bodies: which media types are JSON, and what of JSON is refused before a schema sees it. */
export const jsonCases: readonly DeclaredCase[] = [
  takes('K28', '{"a":1}', '{"a":1}'),
  testCase('K30', 'refuses an empty body', post('', [TYPE]), problem('empty_body')),
  testCase(
    'K30-no-length',
    'refuses no body',
    { method: 'POST', target: '/json', headers: [['Content-Type', TYPE]] },
    problem('empty_body'),
  ),
  testCase(
    'K30-bom',
    'refuses a byte order mark alone as empty',
    post('\ufeff'),
    problem('empty_body'),
  ),
  testCase('K30-chunked', 'refuses an empty chunked body', chunked([]), problem('empty_body')),
  ...table('K31', problem('invalid_json'), {
    '': '{a:1}',
    more: '{"a":1}x',
    spaces: '  ',
    comma: '{"a":1,}',
    quotes: "{'a':1}",
    nan: 'NaN',
    undefined: 'undefined',
    cut: '{"a":',
    two: '{} {}',
    'no-break-space': '\u00a0{}',
    comment: '/**/{}',
    'leading-zero': '01',
    'raw-newline': '"a\nb"',
    'raw-nul': '{"a":1}\u0000',
    'two-boms': '\ufeff\ufeff{}',
  }),
  testCase(
    'K34',
    'refuses bytes that are not UTF-8',
    post(bytes('{"a":"\xff"}')),
    problem('invalid_utf8'),
  ),
  testCase(
    'K34-cut',
    'refuses a character that was cut',
    post(bytes('{"a":"\xc3"}')),
    problem('invalid_utf8'),
  ),
  testCase(
    'K34-surrogate',
    'refuses an encoded surrogate',
    post(bytes('{"a":"\xed\xa0\x80"}')),
    problem('invalid_utf8'),
  ),
  testCase(
    'K34-utf16',
    'refuses UTF-16',
    post(bytes('\xff\xfe{\x00}\x00')),
    problem('invalid_utf8'),
  ),
  takes('K35', '\ufeff{"a":1}', '{"a":1}'),
  ...table('K36', problem('forbidden_key'), {
    '': '{"__proto__":{"x":1}}',
    constructor: '{"constructor":{"prototype":{"x":1}}}',
    null: '{"__proto__":null}',
    escaped: '{"\\u005f_proto__":1}',
    nested: '[{"a":[{"__proto__":1}]}]',
    'constructor-nested': '{"a":{"constructor":{"a":1,"prototype":1}}}',
  }),
  takes('K36-harmless', '{"constructor":{"name":1},"prototype":2,"proto":3,"a":"__proto__"}'),
  testCase('K37', 'refuses a depth of 65', post(nested(65)), problem('too_deep')),
  testCase(
    'K37-object',
    'refuses 65 objects',
    post('{"a":'.repeat(65) + '1' + '}'.repeat(65)),
    problem('too_deep'),
  ),
  testCase('K37-huge', 'refuses a depth of 100,000', post(nested(100_000)), problem('too_deep')),
  takes('K37-64', nested(64)),
  takes('K37-wide', `[${'[],'.repeat(1000)}[]]`),
  ...table('json-string', problem('invalid_string'), {
    '': '{"a":"\\ud800"}',
    low: '"\\udc00"',
    key: '{"\\ud800":1}',
    order: '"\\udc00\\ud800"',
    nested: '[[["\\udfff"]]]',
  }),
  takes('json-pair', '"\\ud83d\\ude00"', '"😀"'),
  takes('json-nul', '{"a":"\\u0000"}'),
  takes('json-number', '1'),
  takes('json-text', '"x"'),
  takes('json-null', 'null'),
  takes('json-space', ' \t\r\n[1, 2] \n', '[1,2]'),
  takes('json-twice', '{"a":1,"a":2}', '{"a":2}'),
  testCase(
    'json-chunked',
    'reads JSON in chunks, a character across two of them',
    chunked(['{"a":"', new Uint8Array([0xc3]), new Uint8Array([0xa9]), '"}']),
    jsonResponse('{"a":"é"}'),
  ),
  testCase(
    'GHSA-ggv3-7p47-pfv8',
    'keeps the next request whole behind DELETE with chunks',
    { method: 'DELETE', target: '/any/1', chunks: ['GET /only-get HTTP/1.1\r\n\r\n'] },
    emptyResponse(204, {}, { close: 'either' }),
  ),
]

function table(
  id: string,
  expect: Expectation,
  bodies: Readonly<Record<string, string>>,
): readonly DeclaredCase[] {
  return Object.entries(bodies).map(([part, body]) =>
    testCase(
      part === '' ? id : `${id}-${part}`,
      `refuses ${JSON.stringify(body)}`,
      post(body),
      expect,
    ),
  )
}

function takes(id: string, body: string, answer = body): DeclaredCase {
  const shown = body.length > 60 ? `${body.slice(0, 60)}…` : body
  return testCase(id, `takes ${JSON.stringify(shown)}`, post(body), jsonResponse(answer))
}

function post(body: string | Uint8Array, contentTypes: readonly string[] = [TYPE]): PlannedRequest {
  return {
    method: 'POST',
    target: '/json',
    headers: contentTypes.map((type) => ['Content-Type', type] as const),
    body,
  }
}

function chunked(chunks: NonNullable<PlannedRequest['chunks']>): PlannedRequest {
  return { method: 'POST', target: '/json', headers: [['Content-Type', TYPE]], chunks }
}

function bytes(latin1: string): Uint8Array {
  return Buffer.from(latin1, 'latin1')
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth)
}
