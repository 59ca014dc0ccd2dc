import type { DeclaredCase, PlannedRequest, RawRequest } from '../case.ts'
import { echoResponse, jsonResponse, textResponse, problem, testCase } from '../expectations.ts'

const MEBIBYTE = 1_048_576
const tooLarge = problem('body_too_large', {}, { close: true })
const tooLargeInside = problem('body_too_large', {}, { close: true, runs: 1 })

/** How much a body may hold, who counts, and what becomes of a body that ends early. */
export const limitCases: readonly DeclaredCase[] = [
  testCase(
    'K38',
    'refuses a declared length over the limit before a byte of it',
    declared('POST /json', MEBIBYTE + 1),
    tooLarge,
  ),
  testCase(
    'K38-sent',
    'refuses a body over the limit that is there',
    post('/json', ' '.repeat(MEBIBYTE + 1)),
    tooLarge,
  ),
  testCase(
    'K38-chunked',
    'counts chunks',
    { ...post('/json'), chunks: [' '.repeat(MEBIBYTE), ' '] },
    tooLarge,
  ),
  testCase(
    'K38-100m',
    'refuses 100 MB before a byte of it',
    declared('POST /json', 104_857_600),
    tooLarge,
  ),
  testCase(
    'K38-huge',
    'refuses a length beyond safe integers',
    declared('POST /json', '9007199254740993'),
    tooLarge,
  ),
  testCase('K38-text', 'limits text', declared('POST /text', MEBIBYTE + 1, 'text/plain'), tooLarge),
  testCase('K38-bytes', 'limits bytes', declared('POST /bytes', MEBIBYTE + 1), tooLarge),
  testCase(
    'K38-form',
    'limits a form',
    declared('POST /form', MEBIBYTE + 1, 'application/x-www-form-urlencoded'),
    tooLarge,
  ),
  testCase(
    'K38-stream',
    'limits a stream by its declared length',
    declared('POST /stream', MEBIBYTE + 1),
    tooLarge,
  ),
  testCase(
    'K38-nothing',
    'limits a declared length though nothing is read',
    declared('POST /nothing', MEBIBYTE + 1),
    tooLarge,
  ),
  testCase(
    'K38-demand',
    'limits a reader before the handler',
    declared('POST /demand', MEBIBYTE + 1),
    tooLarge,
  ),
  testCase(
    'K38-get',
    'limits the declared length of GET',
    declared('GET /echo/1', MEBIBYTE + 1, 'text/plain'),
    tooLarge,
  ),
  testCase(
    'K38-head',
    'limits the declared length of HEAD',
    declared('HEAD /only-get', MEBIBYTE + 1, 'text/plain'),
    {
      ...tooLarge,
      body: '',
      length: 87,
    },
  ),
  testCase(
    'K38-delete',
    'limits the declared length of DELETE',
    declared('DELETE /any/1', MEBIBYTE + 1, 'text/plain'),
    tooLarge,
  ),
  testCase(
    'GHSA-9vqf-7f2p-gf9v',
    'counts a chunked body that is read on demand',
    { ...post('/demand'), chunks: [' '.repeat(MEBIBYTE), ' '] },
    tooLargeInside,
  ),
  testCase(
    'GHSA-9vqf-7f2p-gf9v-unread',
    'holds no chunked body that is not read',
    { ...post('/nothing'), chunks: [' '.repeat(MEBIBYTE), ' '] },
    textResponse('nothing read', {}, { close: true }),
  ),
  testCase(
    'K38-stream-chunked',
    'counts a stream',
    { ...post('/stream'), chunks: [' '.repeat(MEBIBYTE), ' '] },
    tooLargeInside,
  ),
  testCase(
    'K39',
    'takes exactly the limit',
    post('/json', `"${'a'.repeat(MEBIBYTE - 2)}"`),
    jsonResponse(`"${'a'.repeat(MEBIBYTE - 2)}"`),
  ),
  testCase(
    'K39-utf8',
    'counts bytes and not characters',
    post('/json', `"${'é'.repeat(MEBIBYTE / 2)}"`),
    tooLarge,
  ),
  testCase(
    'K39-chunked',
    'takes exactly the limit in chunks',
    { ...post('/stream'), chunks: [' '.repeat(MEBIBYTE / 2), ' '.repeat(MEBIBYTE / 2)] },
    jsonResponse(`{"length":${MEBIBYTE}}`),
  ),
  testCase(
    'K39-get',
    'takes content of GET up to the limit',
    { target: '/echo/1', body: ' '.repeat(MEBIBYTE) },
    echoResponse('1'),
  ),
  testCase(
    'limit-small',
    "takes a route's own limit",
    post('/small', '0123456789'),
    octets('0123456789'),
  ),
  testCase(
    'limit-small-over',
    "refuses one byte more than a route's own limit",
    post('/small', '0123456789a'),
    tooLarge,
  ),
  testCase(
    'limit-small-chunked',
    "counts chunks against a route's own limit",
    { ...post('/small'), chunks: ['01234', '56789', 'a'] },
    tooLarge,
  ),
  testCase(
    'limit-small-nothing',
    'limits a body that no route declares',
    post('/small/nothing', '0123456789a'),
    tooLarge,
  ),
  testCase(
    'limit-small-stream',
    "counts a stream against a route's own limit",
    { ...post('/small/stream'), chunks: ['0123456789', 'a'] },
    tooLargeInside,
  ),
  testCase(
    'limit-large',
    'lets a route raise the limit',
    post('/large', 'x'.repeat(2 * MEBIBYTE)),
    jsonResponse(`{"length":${2 * MEBIBYTE}}`),
  ),
  testCase(
    'limit-large-over',
    'ends a raised limit where it ends',
    declared('POST /large', 2 * MEBIBYTE + 1),
    tooLarge,
  ),
]

function octets(body: string) {
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', vary: 'Origin' },
    body,
  }
}

function post(target: string, body?: string): PlannedRequest {
  return {
    method: 'POST',
    target,
    headers: [['Content-Type', 'application/json']],
    ...(body === undefined ? {} : { body }),
  }
}

function headOf(type: string): string {
  return `HTTP/1.1\r\nHost: kit.test\r\nContent-Type: ${type}\r\n`
}

function declared(start: string, length: number | string, type = 'application/json'): RawRequest {
  const [method = '', target = ''] = start.split(' ')
  const raw = `${method} {mount}${target} ${headOf(type)}Content-Length: ${length}\r\n\r\n`
  return { raw, methods: [method] }
}
