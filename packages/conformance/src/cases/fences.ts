import type { DeclaredCase } from '../case.ts'
import { jsonResponse, problem, testCase } from '../expectations.ts'

const fenced = problem('forbidden')
const missing = problem('not_found')

/** Paths have one spelling, so that a middleware that compares them is not walked round. */
export const fenceCases: readonly DeclaredCase[] = [
  ...Object.entries({
    plain: '/fenced/1',
    letter: '/%66enced/1',
    'last-letter': '/fence%64/1',
    all: '/%66%65%6e%63%65%64/1',
    dots: '/x/../fenced/1',
    'encoded-dots': '/%66enced/x/%2e%2e/1',
    accent: '/caf%C3%A9/1',
    'accent-lower': '/caf%c3%a9/1',
    'accent-mixed': '/caf%C3%a9/1',
    mark: '/it!s/1',
  }).map(([part, target]) =>
    testCase(`fence-${part}`, `shows middleware the one spelling of ${target}`, target, fenced),
  ),
  testCase(
    'fence-mark-encoded',
    'takes %21 in a fixed segment for another path',
    '/it%21s/1',
    missing,
  ),
  testCase('fence-double', 'decodes once', '/%2566enced/1', missing),
  testCase(
    'canonical-escapes',
    'keeps the escapes of other characters, with upper-case digits',
    '/place/caf%c3%a9%2f%3A%40%7e%2D',
    jsonResponse(
      '{"method":"GET","path":"/place/caf%C3%A9%2F%3A%40~-","basePath":"{mount}","operation":"getPlace"}',
    ),
  ),
]
