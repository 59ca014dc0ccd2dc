import type { DeclaredCase, Expectation } from '../case.ts'
import {
  earlyProblem,
  jsonResponse,
  emptyResponse,
  textResponse,
  problem,
  testCase,
} from '../expectations.ts'

// Refused by the last step, outside the middleware.
const refused = earlyProblem('internal_error', {}, { runs: 1 })
const failed = problem('internal_error', {}, { runs: 1 })

/** Answers: what handlers name is sent as it is, and what no host may send is refused on every host. */
export const responseCases: readonly DeclaredCase[] = [
  testCase('text-charset-added', 'adds the charset to a text type without one', '/resp/page', {
    ...textResponse('<p>é</p>'),
    headers: { 'content-type': 'text/html; charset=utf-8', vary: 'Origin' },
  }),
  testCase(
    'late-nothing',
    'accepts work after the response that is not a promise',
    '/resp/late-nothing',
    textResponse('hello'),
  ),
  testCase('K42', 'sends 204 without content', '/resp/204body', emptyResponse(204)),
  testCase(
    'K42-205',
    'sends 205 with a length of 0',
    '/resp/205body',
    emptyResponse(205, {}, { length: 0 }),
  ),
  testCase(
    'K42-304',
    'sends 304 without content',
    '/resp/304body',
    emptyResponse(304, { etag: '"v1"' }),
  ),
  testCase(
    'K42-empty',
    'sends an empty answer',
    '/resp/empty',
    emptyResponse(204, { 'x-kit': 'kept' }),
  ),
  testCase(
    'K42-202',
    'gives an empty answer of another status a length of 0',
    '/resp/empty-202',
    emptyResponse(202, {}, { length: 0 }),
  ),
  testCase(
    'K42-none',
    'sends no content type without content',
    '/resp/200none',
    emptyResponse(200, {}, { length: 0 }),
  ),
  testCase(
    'K43',
    'sends two cookies in two lines',
    '/resp/setcookie2',
    textResponse('ok', {
      'set-cookie': ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/'],
    }),
  ),
  ...[
    'content-length',
    'transfer-encoding',
    'connection',
    'keep-alive',
    'upgrade',
    'te',
    'trailer',
    'proxy-connection',
  ].map((name, index) =>
    testCase(
      index === 0 ? 'K44' : `K44-${name}`,
      `sends no ${name} of a handler`,
      `/resp/${name}`,
      refused,
    ),
  ),
  ...['199', '100', '600', '0', 'text', '200-text', 'half', 'nan'].map((status, index) =>
    testCase(
      index === 0 ? 'K45' : `K45-${status}`,
      `sends no status ${status}`,
      `/resp/status-${status}`,
      refused,
    ),
  ),
  ...['throw', 'reject', 'throw-text', 'throw-null', 'throw-fake', 'nothing', 'null', 'text'].map(
    (fault, index) =>
      testCase(
        index === 0 ? 'K46' : `K46-${fault}`,
        `hides what went wrong: ${fault}`,
        `/resp/${fault}`,
        failed,
      ),
  ),
  ...['space', 'colon', 'empty', 'crlf', 'nul', 'latin1', 'wide', 'number', 'undefined'].map(
    (fault) =>
      testCase(
        `header-out-${fault}`,
        `sends no header with a fault: ${fault}`,
        `/resp/header-${fault}`,
        refused,
      ),
  ),
  ...['bigint', 'cycle', 'function'].map((fault) =>
    testCase(`json-out-${fault}`, `sends no JSON of a ${fault}`, `/resp/${fault}`, failed),
  ),
  testCase(
    'hand-json',
    'sends JSON for an object',
    '/resp/200json',
    jsonResponse('{"hand":"made"}'),
  ),
  testCase('hand-bytes', 'sends octets for bytes', '/resp/200bytes', octets(Uint8Array.of(1, 2))),
  testCase(
    'hand-upper',
    'takes header names in any case',
    '/resp/200upper',
    textResponse('x', { 'x-kit': 'kept' }),
  ),
  testCase(
    'hand-repeats',
    'joins repeated headers',
    '/resp/200repeats',
    textResponse('x', { 'x-kit': '1, 2', vary: 'accept, Origin' }),
  ),
  testCase('text-out-type', 'keeps the exact type that the handler named', '/resp/html', {
    status: 200,
    headers: { 'content-type': 'text/html;charset=UTF-8', vary: 'Origin' },
    body: '<p>é</p>',
  }),
  testCase('text-out-empty', 'sends empty text', '/resp/empty-text', textResponse('')),
  testCase('text-out-long', 'sends 600,000 bytes', '/resp/long', textResponse('é'.repeat(300_000))),
  testCase(
    'bytes-out',
    'sends bytes as they are',
    '/resp/bytes',
    octets(Uint8Array.of(0, 1, 254, 255, 13, 10)),
  ),
  testCase('bytes-out-type', 'sends bytes with their type', '/resp/png', {
    status: 200,
    headers: { 'content-type': 'image/png', vary: 'Origin' },
    body: Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
  }),
  testCase(
    'json-out',
    'sends what JSON makes of a value',
    '/resp/date',
    jsonResponse('{"at":"1970-01-01T00:00:00.000Z","none":null,"text":"\u2028é"}'),
  ),
  testCase(
    'json-out-string',
    'sends a string as JSON where JSON is declared',
    '/resp/json-string',
    jsonResponse('"a \\"string\\""'),
  ),
  testCase(
    'json-out-stripped',
    'sends nothing that the schema does not name',
    '/resp/stripped',
    jsonResponse('{"id":1}'),
  ),
  testCase('json-out-shape', 'sends nothing that the schema refuses', '/resp/other-shape', failed),
  testCase('reply-status', 'sends no status that is not declared', '/resp/other-status', failed),
  testCase(
    'etag',
    "leaves a handler's own tag alone",
    '/resp/etag',
    textResponse('tagged', { etag: '"v1"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
  ),
  testCase('problem-detail', 'puts the members of a problem in their order', '/resp/conflict', {
    ...problem('teapot_empty', { 'x-kit': 'kept' }, { runs: 1 }),
    body: '{"type":"about:blank","title":"Conflict","status":409,"detail":"Fill it.","code":"teapot_empty"}',
  }),
  testCase(
    'problem-thrown',
    'answers with a thrown error',
    '/resp/thrown-conflict',
    problem('teapot_empty', { 'x-kit': 'kept' }, { runs: 1 }),
  ),
]

function octets(body: Uint8Array): Expectation {
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', vary: 'Origin' },
    body,
  }
}
