import type { DeclaredCase, Expectation } from '../case.ts'
import { testCase } from '../expectations.ts'

/** Server-sent events, byte for byte; how they arrive is for the live cases. */
export const eventCases: readonly DeclaredCase[] = [
  testCase(
    'sse',
    'writes events field by field, data line by line',
    '/events',
    events(
      ':\n\ndata: plain é\n\nevent: tick\nid: 1\nretry: 1500\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\nid: \ndata: {"name":"Ada"}\n\n',
    ),
  ),
  testCase(
    'sse-stripped',
    'sends what the schema of events names',
    '/events/stripped',
    events(':\n\nid: 1\ndata: {"id":1}\n\n'),
  ),
  testCase('sse-forged', 'cuts the answer before an event with a forged field', '/events/forged', {
    status: 200,
    cut: true,
    check: ({ body }) =>
      Buffer.from(body).includes('forged') ? 'the forged field is on the wire' : undefined,
  }),
  testCase(
    'sse-missed',
    'goes on behind Last-Event-ID',
    { target: '/events/missed', headers: [['Last-Event-ID', '2']] },
    events(':\n\nid: drei é\ndata: event drei é\n\nid: 4\ndata: event 4\n\n'),
  ),
  testCase(
    'sse-missed-utf8',
    'reads Last-Event-ID as UTF-8',
    { target: '/events/missed', headers: [['Last-Event-ID', 'drei \xc3\xa9']] },
    events(':\n\nid: 4\ndata: event 4\n\n'),
  ),
  testCase(
    'sse-missed-none',
    'ends an answer without events cleanly',
    { target: '/events/missed', headers: [['last-event-id', '4']] },
    events(':\n\n'),
  ),
  testCase(
    'sse-for-head',
    'answers HEAD with the headers of events',
    { method: 'HEAD', target: '/events' },
    events(''),
  ),
]

function events(body: string): Expectation {
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      vary: 'Origin',
    },
    body,
    length: 'none',
  }
}
