import type { DeclaredCase, Expectation, PlannedRequest, RawRequest } from '../case.ts'
import { jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

/** One way for a route to get its body, and what it makes of the body. */
interface Mode {
  readonly target: string
  readonly type: string
  /** In two pieces. */
  readonly body: readonly [string, string]
  readonly whole: Expectation
  readonly empty: Expectation
  /** A handler is there before the body is. */
  readonly early?: true
}

const LIMIT = 1_048_576
const ran = { runs: 1 } as const
const octets = (body: string): Expectation => ({
  status: 200,
  headers: { 'content-type': 'application/octet-stream', vary: 'Origin' },
  body,
})

const modes: Readonly<Record<string, Mode>> = {
  json: {
    target: '/json',
    type: 'application/json',
    body: ['{"a"', ':1}'],
    whole: jsonResponse('{"a":1}'),
    empty: problem('empty_body'),
  },
  text: {
    target: '/text',
    type: 'text/plain',
    body: ['a', 'b'],
    whole: textResponse('ab'),
    empty: textResponse(''),
  },
  bytes: {
    target: '/bytes',
    type: 'image/png',
    body: ['a', 'b'],
    whole: octets('ab'),
    empty: octets(''),
  },
  form: {
    target: '/form',
    type: 'application/x-www-form-urlencoded',
    body: ['a=', '1'],
    whole: jsonResponse('{"a":"1"}'),
    empty: jsonResponse('{}'),
  },
  stream: {
    target: '/stream',
    type: 'image/png',
    body: ['a', 'b'],
    whole: jsonResponse('{"length":2}'),
    empty: jsonResponse('{"length":0}'),
    early: true,
  },
  reader: {
    target: '/demand',
    type: 'application/json',
    body: ['{"a"', ':1}'],
    whole: jsonResponse('{"a":1}'),
    empty: problem('empty_body', {}, ran),
    early: true,
  },
}

/** Each way to get a body with each way to send one. */
export const bodyModeCases: readonly DeclaredCase[] = Object.entries(modes).flatMap(
  ([name, mode]) => {
    const inside = mode.early ? ran : {}
    const cut: Expectation = {
      status: 400,
      anonymous: true,
      orClosed: true,
      runs: mode.early ? 'any' : 0,
    }
    const over = problem('body_too_large', {}, { close: true })
    const late = problem('body_too_large', {}, { close: true, ...inside })
    const half = 'x'.repeat(LIMIT / 2)
    return [
      one('sized', 'reads a body of a length', sent(mode, mode.body.join('')), mode.whole),
      one('chunked', 'reads a body in chunks', inChunks(mode, mode.body), mode.whole),
      one('empty', 'reads an empty body', sent(mode, ''), mode.empty),
      one('empty-chunked', 'reads no chunks', inChunks(mode, []), mode.empty),
      one('none', 'reads no body', sent(mode), mode.empty),
      one('cut', 'makes nothing of a body that was cut', cutShort(mode, false), cut),
      one('cut-chunked', 'makes nothing of chunks that were cut', cutShort(mode, true), cut),
      one('over', 'refuses a length over the limit', sent(mode, `${half}${half}x`), over),
      one('over-chunked', 'refuses chunks over the limit', inChunks(mode, [half, half, 'x']), late),
    ]
    // eslint-disable-next-line @typescript-eslint/max-params -- a row of a table, with its four columns
    function one(
      how: string,
      what: string,
      request: PlannedRequest | RawRequest,
      expect: Expectation,
    ): DeclaredCase {
      return testCase(`body-${name}-${how}`, `${what}, as ${name}`, request, expect)
    }
  },
)

function sent({ target, type }: Mode, body?: string): PlannedRequest {
  const headers = [['Content-Type', type]] as const
  return { method: 'POST', target, headers, ...(body === undefined ? {} : { body }) }
}

function inChunks(mode: Mode, chunks: readonly string[]): PlannedRequest {
  return { ...sent(mode), chunks }
}

function cutShort({ target, type, body: [first] }: Mode, isChunked: boolean): RawRequest {
  const head = `POST {mount}${target} HTTP/1.1\r\nHost: kit.test\r\nContent-Type: ${type}\r\n`
  const length = first.length.toString(16)
  const rest = isChunked
    ? `Transfer-Encoding: chunked\r\n\r\n${length}\r\n${first}\r\n`
    : `Content-Length: 10\r\n\r\n${first}`
  return { raw: [head + rest, { end: true }], methods: ['POST'] }
}
