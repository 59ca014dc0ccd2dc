import type { DeclaredCase, Expectation, PlannedRequest } from '../case.ts'
import { jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

const TEXT = 'text/plain'

/** Streams in, bodies that no route declares, and the readers of all of them. */
export const readerCases: readonly DeclaredCase[] = [
  testCase(
    'stream',
    'hands over a stream',
    post('/stream', undefined, 'x'.repeat(200_000)),
    jsonResponse('{"length":200000}'),
  ),
  testCase(
    'stream-chunked',
    'hands over chunks',
    { ...post('/stream'), chunks: ['a', 'bc', 'é'] },
    jsonResponse('{"length":5}'),
  ),
  testCase(
    'stream-empty',
    'hands over an empty stream',
    post('/stream', undefined, ''),
    jsonResponse('{"length":0}'),
  ),
  testCase(
    'stream-none',
    'hands over a stream where there is no body',
    { method: 'POST', target: '/stream' },
    jsonResponse('{"length":0}'),
  ),
  testCase(
    'stream-json',
    'hands over a stream of JSON',
    post('/stream', 'application/json', '{broken'),
    jsonResponse('{"length":7}'),
  ),
  testCase(
    'stream-encoded',
    'hands over encoded bytes',
    withField(post('/stream', undefined, 'x'), 'Content-Encoding', 'br'),
    jsonResponse('{"length":1}'),
  ),
  testCase(
    'stream-unread',
    'lets a handler leave its stream alone',
    post('/stream/unread', undefined, 'x'.repeat(1000)),
    textResponse('unread', {}, { close: 'either' }),
  ),
  testCase(
    'stream-unread-chunked',
    'lets a handler leave its chunks alone',
    { ...post('/stream/unread'), chunks: ['x'.repeat(1000)] },
    textResponse('unread', {}, { close: 'either' }),
  ),
  testCase(
    'stream-reader',
    'has no reader beside a stream',
    post('/stream/reader', TEXT, 'x'),
    problem('internal_error', {}, { runs: 1 }),
  ),
  testCase(
    'nothing',
    'reads nothing where nothing is declared',
    post('/nothing', 'application/json', '{broken'),
    textResponse('nothing read'),
  ),
  testCase(
    'nothing-multipart',
    'looks at no type where nothing is declared',
    post('/nothing', 'multipart/form-data; x', 'x'),
    textResponse('nothing read'),
  ),
  testCase(
    'nothing-none',
    'needs no body where nothing is declared',
    { method: 'POST', target: '/nothing' },
    textResponse('nothing read'),
  ),
  testCase(
    'nothing-chunked',
    'drops chunks that no route declares and closes',
    { ...post('/nothing'), chunks: ['hi', 'there'] },
    textResponse('nothing read', {}, { close: true }),
  ),
  testCase(
    'demand',
    'reads JSON on demand',
    post('/demand', 'application/json', '{"a":1}'),
    jsonResponse('{"a":1}'),
  ),
  testCase(
    'demand-chunked',
    'reads chunks on demand',
    { ...post('/demand', 'application/json'), chunks: ['{"a"', ':1}'] },
    jsonResponse('{"a":1}'),
  ),
  testCase(
    'demand-type',
    'refuses another type on demand',
    post('/demand', TEXT, '{}'),
    ranAnd(problem('unsupported_media_type', { accept: 'application/json' })),
  ),
  testCase(
    'demand-empty',
    'refuses an empty body on demand',
    post('/demand', 'application/json', ''),
    ranAnd(problem('empty_body')),
  ),
  testCase(
    'demand-invalid',
    'refuses broken JSON on demand',
    post('/demand', 'application/json', '{'),
    ranAnd(problem('invalid_json')),
  ),
  testCase(
    'demand-proto',
    'refuses a forbidden key on demand',
    post('/demand', 'application/json', '{"__proto__":1}'),
    ranAnd(problem('forbidden_key')),
  ),
  testCase(
    'demand-text',
    'gives the same text twice',
    post('/demand/text', TEXT, 'hé'),
    textResponse('héhé'),
  ),
  testCase(
    'demand-text-utf8',
    'refuses bad UTF-8 on demand',
    post('/demand/text', TEXT, Uint8Array.of(0xff)),
    ranAnd(problem('invalid_utf8')),
  ),
  testCase(
    'webhook',
    'gives the bytes beside the parsed body',
    post('/webhook', 'application/json', ' {"event":"paid", "x":"\\u00e9"}'),
    jsonResponse(
      '{"event":"paid","raw":" {\\"event\\":\\"paid\\", \\"x\\":\\"\\\\u00e9\\"}","again":{"event":"paid","x":"é"}}',
    ),
  ),
  testCase(
    'webhook-bom',
    'gives the bytes as they came',
    post('/webhook', 'application/json', '\ufeff{"event":"paid"}'),
    jsonResponse(
      '{"event":"paid","raw":"\ufeff{\\"event\\":\\"paid\\"}","again":{"event":"paid"}}',
    ),
  ),
  testCase(
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

function post(target: string, type?: string, body?: string | Uint8Array): PlannedRequest {
  const headers = type === undefined ? [] : [['Content-Type', type] as const]
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function withField(plan: PlannedRequest, name: string, value: string): PlannedRequest {
  return { ...plan, headers: [...(plan.headers ?? []), [name, value]] }
}
