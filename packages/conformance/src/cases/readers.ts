import type { Case, Expectation, Plan } from '../case.ts'
import { json, plain, problem, scene } from '../expectations.ts'

const TEXT = 'text/plain'

/** Streams in, bodies that nobody declared, and the readers of all of them. */
export const readerCases: readonly Case[] = [
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

function post(target: string, type?: string, body?: string | Uint8Array): Plan {
  const headers = type === undefined ? [] : [['Content-Type', type] as const]
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function withField(plan: Plan, name: string, value: string): Plan {
  return { ...plan, headers: [...(plan.headers ?? []), [name, value]] }
}
