import { CODED } from '../app/coded.ts'
import type { DeclaredCase, Expectation } from '../case.ts'
import { earlyProblem, textResponse, problem, testCase } from '../expectations.ts'

/** Streams out, and what middleware answers by itself. */
export const streamCases: readonly DeclaredCase[] = [
  testCase(
    'stream-out',
    'sends a stream of text and bytes',
    '/resp/stream',
    streamed('one zwei trois é', 'text/plain; charset=utf-8'),
  ),
  testCase('stream-out-empty', 'sends an empty stream', '/resp/stream-empty', streamed('')),
  testCase(
    'stream-out-sized',
    'sends a length with a stream that has a size',
    '/resp/stream-sized',
    {
      ...streamed('1234567890'),
      length: 10,
    },
  ),
  testCase(
    'stream-out-readable',
    'sends a ReadableStream',
    '/resp/readable',
    streamed('a readable stream'),
  ),
  testCase('stream-out-broken', 'cuts the connection when a stream breaks', '/resp/stream-broken', {
    status: 200,
    cut: true,
  }),
  testCase(
    'stream-out-short',
    'cuts the connection when a stream is shorter than its size',
    '/resp/stream-short',
    { status: 200, cut: true },
  ),
  testCase(
    'stream-out-broken-http10',
    'resets the connection when a stream to HTTP/1.0 breaks',
    {
      raw: 'GET {mount}/resp/stream-broken HTTP/1.0\r\nHost: kit.test\r\n\r\n',
      methods: ['GET'],
      untilClose: true,
    },
    { status: 200, cut: true },
  ),
  testCase(
    'stream-out-object',
    'cuts the connection when a stream yields an object',
    '/resp/stream-object',
    { status: 200, cut: true },
  ),
  testCase(
    'stream-out-null',
    'sends null in place of a stream as an empty body',
    '/resp/stream-null',
    {
      ...streamed(''),
      length: 0,
    },
  ),
  testCase(
    'stream-out-used',
    'answers 500 for a stream that is read elsewhere',
    '/resp/stream-used',
    earlyProblem('internal_error', {}, { runs: 1 }),
  ),
  ...['coded', 'coded-stream'].map((path) =>
    testCase(`stream-out-${path}`, 'sends compressed bytes as they are', `/resp/${path}`, {
      status: 200,
      headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip', vary: 'Origin' },
      body: CODED,
      length: path === 'coded' ? CODED.length : 'none',
    }),
  ),
  testCase(
    'middleware-throws',
    'hides what middleware throws',
    '/careless/throws',
    problem('internal_error', {}, { runs: 0 }),
  ),
  testCase(
    'middleware-throws-late',
    'hides what middleware throws behind next()',
    '/careless/throws-late',
    problem('internal_error', {}, { runs: 0 }),
  ),
  testCase(
    'middleware-nothing',
    'answers 500 for middleware that returns nothing',
    '/careless/nothing',
    problem('internal_error', {}, { runs: 0 }),
  ),
  testCase(
    'middleware-status',
    'refuses a status of middleware',
    '/careless/status',
    earlyProblem('internal_error', {}, { runs: 0 }),
  ),
  testCase(
    'middleware-framing',
    'refuses framing headers of middleware',
    '/careless/framing',
    earlyProblem('internal_error', {}, { runs: 0 }),
  ),
  testCase(
    'middleware-answers',
    'sends what middleware answers',
    '/careless/short-cut',
    textResponse('made by middleware'),
  ),
]

function streamed(body: string, type = 'application/octet-stream'): Expectation {
  return { status: 200, headers: { 'content-type': type, vary: 'Origin' }, body, length: 'none' }
}
