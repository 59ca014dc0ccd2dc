import type { DeclaredCase, Expectation } from '../case.ts'
import { testCase } from '../expectations.ts'

// A parser may see the end before the app does: `bad_request` or `incomplete_body`, or no answer at all.
const cutShort: Expectation = { status: 400, runs: 0, anonymous: true, orClosed: true }

/** What becomes of a body that ends before its time. */
export const cutBodyCases: readonly DeclaredCase[] = [
  ...['/json', '/text', '/bytes', '/form', '/small'].map((target) =>
    testCase(
      target === '/json' ? 'K41' : `K41-${target.slice(1)}`,
      `runs no handler for a body that was cut, at ${target}`,
      cut(target),
      cutShort,
    ),
  ),
  testCase(
    'K41-chunked',
    'runs no handler for chunks that were cut',
    {
      raw: [
        `POST {mount}/json ${headOf('application/json')}Transfer-Encoding: chunked\r\n\r\n3\r\n{"a`,
        { end: true },
      ],
      methods: ['POST'],
    },
    cutShort,
  ),
  testCase('K41-stream', 'tells a stream that it was cut', cut('/stream'), {
    ...cutShort,
    runs: 'any',
  }),
  testCase(
    'K41-demand',
    'tells a reader that the body was cut',
    {
      raw: [
        `POST {mount}/demand ${headOf('application/json')}Content-Length: 10\r\n\r\n{}`,
        { end: true },
      ],
      methods: ['POST'],
    },
    { ...cutShort, runs: 'any' },
  ),
]

function headOf(type: string): string {
  return `HTTP/1.1\r\nHost: kit.test\r\nContent-Type: ${type}\r\n`
}

function cut(target: string) {
  const types: Record<string, string> = {
    '/text': 'text/plain',
    '/form': 'application/x-www-form-urlencoded',
  }
  const head = headOf(types[target] ?? 'application/json')
  return {
    raw: [`POST {mount}${target} ${head}Content-Length: 10\r\n\r\n{}`, { end: true }] as const,
    methods: ['POST'],
  }
}
