import type { DeclaredCase, Expectation, PlannedRequest, RawRequest } from './case.ts'
import { type ProblemCode, problemStatus, problemText } from './problems.ts'

type Headers = NonNullable<Expectation['headers']>
type More = Omit<Expectation, 'status' | 'body' | 'headers'>

// The suite's app has a list of CORS origins, so its middleware adds `vary` to every response.
const VARY = { vary: 'Origin' } as const

/** Expects a JSON response with exactly this text. */
export function jsonResponse(body: string, headers: Headers = {}, more: More = {}): Expectation {
  const all = { 'content-type': 'application/json', ...VARY, ...headers }
  return { status: 200, headers: all, body, ...more }
}

/** Expects a text response. */
export function textResponse(body: string, headers: Headers = {}, more: More = {}): Expectation {
  const all = { 'content-type': 'text/plain; charset=utf-8', ...VARY, ...headers }
  return { status: 200, headers: all, body, ...more }
}

/** Expects an error response that passes through the app's middleware. */
export function problem(code: ProblemCode, headers: Headers = {}, more: More = {}): Expectation {
  const { 'x-content-type-options': _, ...inside } = earlyProblem(code, headers).headers ?? {}
  return { ...earlyProblem(code), headers: { ...inside, ...VARY, ...headers }, ...more }
}

/** Expects an error response that is made before the app's middleware. */
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
      ...VARY,
      ...headers,
    },
    body: problemText(code),
    ...more,
  }
}

/** Expects a response without content. */
export function emptyResponse(status: number, headers: Headers = {}, more: More = {}): Expectation {
  return { status, headers: { ...VARY, ...headers }, body: '', length: 'none', ...more }
}

/** Expects the response of `/echo/:id`. */
export function echoResponse(
  id: string,
  query: readonly (readonly [string, string])[] = [],
  body = '',
): Expectation {
  return jsonResponse(JSON.stringify({ route: 'echo', id, query, body }))
}

/** Expects the response of `/files/*`. */
export function filesResponse(...rest: readonly string[]): Expectation {
  return jsonResponse(JSON.stringify({ route: 'files', rest, query: [], body: '' }))
}

type Sent = PlannedRequest | RawRequest | readonly PlannedRequest[] | string

/** Declares a case; a string as request is the target of a GET. */
// eslint-disable-next-line @typescript-eslint/max-params -- a row of a table, with its four columns
export function testCase(
  id: string,
  title: string,
  request: Sent,
  expect: DeclaredCase['expect'],
): DeclaredCase {
  return { id, title, request: typeof request === 'string' ? { target: request } : request, expect }
}
