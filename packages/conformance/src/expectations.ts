import type { DeclaredCase, Expectation, PlannedRequest, RawRequest } from './case.ts'
import { type ProblemCode, problemStatus, problemText } from './problems.ts'

type Headers = NonNullable<Expectation['headers']>
type More = Omit<Expectation, 'status' | 'body' | 'headers'>

// The kit app has a list of allowed origins, so whatever comes out of its middleware varies.
const VARY = { vary: 'Origin' } as const

/** A JSON answer with exactly this text. */
export function jsonResponse(body: string, headers: Headers = {}, more: More = {}): Expectation {
  const all = { 'content-type': 'application/json', ...VARY, ...headers }
  return { status: 200, headers: all, body, ...more }
}

/** A text answer. */
export function textResponse(body: string, headers: Headers = {}, more: More = {}): Expectation {
  const all = { 'content-type': 'text/plain; charset=utf-8', ...VARY, ...headers }
  return { status: 200, headers: all, body, ...more }
}

/** A refusal made inside the app's middleware. */
export function problem(code: ProblemCode, headers: Headers = {}, more: More = {}): Expectation {
  const { 'x-content-type-options': _, ...inside } = earlyProblem(code, headers).headers ?? {}
  return { ...earlyProblem(code), headers: { ...inside, ...VARY, ...headers }, ...more }
}

/** A refusal made ahead of the app's middleware. */
export function earlyProblem(
  code: ProblemCode,
  headers: Headers = {},
  more: More = {},
): Expectation {
  return {
    status: problemStatus(code),
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: problemText(code),
    ...more,
  }
}

/** An answer without content. */
export function emptyResponse(status: number, headers: Headers = {}, more: More = {}): Expectation {
  return { status, headers: { ...VARY, ...headers }, body: '', length: 'none', ...more }
}

/** What `/echo/:id` answers. */
export function echoResponse(
  id: string,
  query: readonly (readonly [string, string])[] = [],
  body = '',
): Expectation {
  return jsonResponse(JSON.stringify({ route: 'echo', id, query, body }))
}

/** What `/files/*` answers. */
export function filesResponse(...rest: readonly string[]): Expectation {
  return jsonResponse(JSON.stringify({ route: 'files', rest, query: [], body: '' }))
}

type Sent = PlannedRequest | RawRequest | readonly PlannedRequest[] | string

/** One case; a bare string is the target of a GET. */
// eslint-disable-next-line @typescript-eslint/max-params -- a row of a table, with its four columns
export function testCase(
  id: string,
  title: string,
  request: Sent,
  expect: DeclaredCase['expect'],
): DeclaredCase {
  return { id, title, request: typeof request === 'string' ? { target: request } : request, expect }
}
