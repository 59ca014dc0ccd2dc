import type { Case, Expectation } from '../case.ts'
import { early, plain, problem, scene } from '../expectations.ts'

/** Streams out, and what middleware answers by itself. */
export const streamCases: readonly Case[] = [
  scene(
    'stream-out',
    'sends a stream of text and bytes',
    '/resp/stream',
    streamed('one zwei trois é', 'text/plain; charset=utf-8'),
  ),
  scene('stream-out-empty', 'sends an empty stream', '/resp/stream-empty', streamed('')),
  scene('stream-out-sized', 'sends a length with a stream that has a size', '/resp/stream-sized', {
    ...streamed('1234567890'),
    length: 10,
  }),
  scene(
    'stream-out-readable',
    'sends a ReadableStream',
    '/resp/readable',
    streamed('a readable stream'),
  ),
  scene('stream-out-broken', 'cuts the connection when a stream breaks', '/resp/stream-broken', {
    status: 200,
    cut: true,
  }),
  scene(
    'stream-out-short',
    'cuts the connection when a stream is shorter than its size',
    '/resp/stream-short',
    { status: 200, cut: true },
  ),
  scene(
    'middleware-throws',
    'hides what middleware throws',
    '/careless/throws',
    problem('internal_error', {}, { runs: 0 }),
  ),
  scene(
    'middleware-throws-late',
    'hides what middleware throws behind next()',
    '/careless/throws-late',
    problem('internal_error', {}, { runs: 0 }),
  ),
  scene(
    'middleware-nothing',
    'answers 500 for middleware that returns nothing',
    '/careless/nothing',
    problem('internal_error', {}, { runs: 0 }),
  ),
  scene(
    'middleware-status',
    'refuses a status of middleware',
    '/careless/status',
    early('internal_error', {}, { runs: 0 }),
  ),
  scene(
    'middleware-framing',
    'refuses framing headers of middleware',
    '/careless/framing',
    early('internal_error', {}, { runs: 0 }),
  ),
  scene(
    'middleware-answers',
    'sends what middleware answers',
    '/careless/short-cut',
    plain('made by middleware'),
  ),
]

function streamed(body: string, type = 'application/octet-stream'): Expectation {
  return { status: 200, headers: { 'content-type': type, vary: 'Origin' }, body, length: 'none' }
}
