import type { DeclaredCase, Expectation, RawRequest } from '../case.ts'
import { textResponse, testCase } from '../expectations.ts'

const later: Expectation = { ...textResponse('later'), runs: 1 }
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
// Slow, so that what follows comes while it has no answer.
const first = 'GET {mount}/later HTTP/1.1\r\nHost: kit.test\r\n'
/** What is a request only for a parser that has lost its place. */
const smuggled = 'GET {mount}/only-get HTTP/1.1\r\nHost: kit.test\r\n\r\n'
const body = smuggled.replace('{mount}', '')
const length = `Content-Length: ${body.length}\r\n`
const refused: Expectation = { status: [400, 404], runs: 0, anonymous: true, orClosed: true }

/**
 * Requests that ask for an upgrade which no host makes. Parsers lose their place behind one: a host
 * answers the request behind it as a whole or closes, and runs no part of one as a request.
 */
export const upgradeCases: readonly DeclaredCase[] = [
  ...Object.entries({
    'upgrade-websocket': `${UPGRADE}Sec-WebSocket-Version: 13\r\n`,
    'upgrade-h2c':
      'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n',
    'GHSA-9mqv-5hh9-4cgg': UPGRADE,
    'upgrade-alone': 'Upgrade: websocket\r\n',
  }).map(([id, fields]) =>
    testCase(
      id,
      `ignores ${JSON.stringify(fields)}`,
      { raw: `${first}${fields}\r\n`, methods: ['GET'] },
      { ...later, close: 'either' },
    ),
  ),
  // Whoever keeps the place sees a second request with two Host lines.
  testCase(
    'upgrade-value',
    'runs no part of a header value as a request',
    behind([`${first}${UPGRADE}\r\nGET {mount}/echo/1 HTTP/1.1\r\nHost: kit.test\r\nX-Note: y `]),
    [later, refused],
  ),
  testCase(
    'upgrade-value-apart',
    'runs no part of a header value that comes later as a request',
    behind([
      `${first}${UPGRADE}\r\n`,
      { wait: 20 },
      'GET {mount}/echo/1 HTTP/1.1\r\nHost: kit.test\r\nX-Note: y ',
    ]),
    [later, refused],
  ),
  testCase(
    'upgrade-body',
    'runs no body as a request',
    behind(
      [`${first}${UPGRADE}\r\nPOST {mount}/nope HTTP/1.1\r\nHost: kit.test\r\n${length}\r\n`],
      body,
    ),
    [later, refused],
  ),
  testCase(
    'upgrade-own-body',
    'runs no body of the request itself as a request',
    {
      ...behind([`POST {mount}/nope HTTP/1.1\r\nHost: kit.test\r\n${UPGRADE}${length}\r\n`], body),
      methods: ['POST'],
    },
    { ...refused, close: 'either' },
  ),
]

function behind(steps: Exclude<RawRequest['raw'], string>, rest = smuggled): RawRequest {
  return { raw: [...steps, { wait: 30 }, rest], methods: ['GET', 'GET'] }
}
