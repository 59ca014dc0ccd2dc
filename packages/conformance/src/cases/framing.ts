import type { DeclaredCase, Expectation, RawRequest } from '../case.ts'
import { earlyProblem, jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

// What a parser refuses never reaches the app: no request id, and the connection is of no use any more.
const refused = earlyProblem('bad_request', {}, { anonymous: true, close: true })
const POST = 'POST {mount}/json HTTP/1.1\r\nHost: kit.test\r\nContent-Type: application/json\r\n'
const GET = 'GET {mount}/only-get HTTP/1.1\r\nHost: kit.test\r\n'
const echoed = jsonResponse('{"a":1}')
const unread: Expectation = { status: 400, runs: 0, anonymous: true, orClosed: true }

/** Framing: how messages begin and end, and what a parser must not let through. */
export const framingCases: readonly DeclaredCase[] = [
  testCase(
    'K40',
    'ignores chunk extensions',
    chunked('Transfer-Encoding: chunked', '2;a=b\r\n{"\r\n5;c="d"\r\na":1}\r\n0;e\r\n\r\n'),
    echoed,
  ),
  testCase(
    'GHSA-mp2g-9vg9-f4cg',
    'reads the name of the coding in any case',
    chunked('Transfer-Encoding: ChuNked', '7\r\n{"a":1}\r\n0\r\n\r\n'),
    echoed,
  ),
  testCase(
    'K40-trailer',
    'ignores trailers',
    chunked('Transfer-Encoding: chunked\r\nTrailer: X-T', '7\r\n{"a":1}\r\n0\r\nX-T: 1\r\n\r\n'),
    echoed,
  ),
  testCase(
    'K40-trailer-next',
    'keeps trailers out of the next request',
    {
      raw: `POST {mount}/json HTTP/1.1\r\nHost: kit.test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\nX-A: trailer\r\n\r\nGET {mount}/headers/x-a HTTP/1.1\r\nHost: kit.test\r\n\r\n`,
      methods: ['POST', 'GET'],
    },
    [jsonResponse('1'), jsonResponse('{"value":null}')],
  ),
  testCase(
    'K40-one-by-one',
    'reads bytes that come one by one',
    slowly(`${POST}Content-Length: 7\r\n\r\n{"a":1}`),
    echoed,
  ),
  testCase(
    'expect-continue',
    'reads a body that waits for 100 Continue',
    {
      raw: [`${POST}Expect: 100-continue\r\nContent-Length: 7\r\n\r\n`, { wait: 50 }, '{"a":1}'],
      methods: ['POST'],
    },
    echoed,
  ),
  testCase(
    'keep-alive',
    'leaves the connection open',
    { raw: `${GET}\r\n${GET}\r\n`, methods: ['GET', 'GET'] },
    [textResponse('hello'), textResponse('hello')],
  ),
  testCase(
    'close',
    'closes when the client asks for it',
    { raw: `${GET}Connection: close\r\n\r\n`, methods: ['GET'], untilClose: true },
    { ...textResponse('hello'), close: true },
  ),
  testCase(
    'http10',
    'closes after HTTP/1.0',
    {
      raw: 'GET {mount}/only-get HTTP/1.0\r\nHost: kit.test\r\n\r\n',
      methods: ['GET'],
      untilClose: true,
    },
    { ...textResponse('hello'), close: true },
  ),
  ...Object.entries({
    'parser-space-colon': `${GET}X-A : 1\r\n\r\n`,
    'parser-fold': `${GET}X-A: 1\r\n 2\r\n\r\n`,
    'parser-bare-cr': `${GET}X-A: 1\rX-B: 2\r\n\r\n`,
    'parser-nul': `${GET}X-A: a\x00b\r\n\r\n`,
    'parser-no-name': `${GET}: 1\r\n\r\n`,
    'parser-no-colon': `${GET}X-A\r\n\r\n`,
    'parser-name-space': `${GET}X A: 1\r\n\r\n`,
    'CVE-2024-27982': `${GET} Content-Length: 5\r\n\r\n`,
    'CVE-2025-23167': `${GET}X-A: 1\r\n\rX-Smuggled: y\r\n\r\n`,
    'parser-length-text': `${POST}Content-Length: x\r\n\r\n`,
    'parser-length-plus': `${POST}Content-Length: +2\r\n\r\n{}`,
    'parser-length-minus': `${POST}Content-Length: -1\r\n\r\n`,
    'parser-length-hex': `${POST}Content-Length: 0x2\r\n\r\n{}`,
    'parser-length-list': `${POST}Content-Length: 2, 2\r\n\r\n{}`,
    'parser-length-two': `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} `,
    'parser-length-same': `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`,
    'parser-length-overflow': `${POST}Content-Length: 99999999999999999999\r\n\r\n`,
    'GHSA-92vj-g62v-jqhh': `${POST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    'parser-version': 'GET {mount}/only-get HTTP/3.0\r\nHost: kit.test\r\n\r\n',
    'parser-garbage': '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n',
    'parser-words': 'hello\r\n\r\n',
  }).map(([id, raw]) =>
    testCase(
      id,
      `refuses ${JSON.stringify(last(raw))}`,
      { raw, methods: ['GET'], untilClose: true },
      refused,
    ),
  ),
  testCase(
    'parser-head',
    'refuses HEAD without content',
    {
      raw: 'HEAD {mount}/only-get HTTP/1.1\r\nHost: kit.test\r\nX-A : 1\r\n\r\n',
      methods: ['HEAD'],
      untilClose: true,
    },
    { ...refused, body: '', length: 78 },
  ),
  ...Object.entries({
    size: 'x\r\n{}\r\n0\r\n\r\n',
    'size-minus': '-1\r\n{}\r\n0\r\n\r\n',
    'size-overflow': 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n',
    'no-end': '2\r\n{}0\r\n\r\n',
    'lf-end': '2\n{}\n0\n\n',
  }).map(([part, body]) =>
    testCase(
      `chunk-${part}`,
      `runs no handler for the chunk ${JSON.stringify(body)}`,
      { ...chunked('Transfer-Encoding: chunked', body), untilClose: true },
      unread,
    ),
  ),
  testCase(
    'CVE-2024-22019',
    'reads no chunk extension without end',
    {
      ...chunked('Transfer-Encoding: chunked', `2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
      untilClose: true,
    },
    { status: [400, 413], runs: 0, anonymous: true, orClosed: true },
  ),
  testCase(
    'te-gzip',
    'does not implement another transfer coding',
    chunked('Transfer-Encoding: gzip, chunked', '7\r\n{"a":1}\r\n0\r\n\r\n'),
    {
      ...problem('not_implemented'),
      close: 'either',
    },
  ),
  testCase(
    'te-last',
    'refuses a transfer coding behind chunked',
    {
      ...chunked('Transfer-Encoding: chunked, gzip', '7\r\n{"a":1}\r\n0\r\n\r\n'),
      untilClose: true,
    },
    { status: [400, 501], runs: 0, anonymous: true, orClosed: true },
  ),
  testCase(
    'lf-only',
    'refuses lines that end in LF',
    {
      raw: 'GET {mount}/only-get HTTP/1.1\nHost: kit.test\n\n',
      methods: ['GET'],
      untilClose: true,
    },
    refused,
  ),
  testCase(
    'silence',
    'bears a client that says nothing',
    { raw: [{ end: true }], methods: ['GET'], untilClose: true },
    { status: 400, anonymous: true, orClosed: true },
  ),
  testCase(
    'half-a-request',
    'bears a client that leaves in the head',
    { raw: ['GET {mount}/only-', { end: true }], methods: ['GET'], untilClose: true },
    { status: 400, anonymous: true, orClosed: true },
  ),
]

function chunked(fields: string, body: string): RawRequest {
  return { raw: `${POST}${fields}\r\n\r\n${body}`, methods: ['POST'] }
}

function slowly(text: string): RawRequest {
  return {
    raw: (text.match(/\{mount\}|[^]/g) ?? []).flatMap((part) => [part, { wait: 0 }]),
    methods: ['POST'],
  }
}

function last(raw: string): string {
  return raw.replace(GET, '').replace(POST, '').slice(0, 60)
}
