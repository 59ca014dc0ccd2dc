const made = (
  status: unknown,
  headers: readonly (readonly [string, unknown])[] = [],
  body: unknown = 'x',
) => {
  return () => ({ status, headers, body })
}
const fails = (error: unknown) => () => {
  throw error
}
const cycle: Record<string, unknown> = {}
cycle['self'] = cycle

/** Responses of handlers that bypass the types, by a cast or in plain JavaScript. */
export const carelessAnswers: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([
  ['204body', made(204, [['content-type', 'text/plain']])],
  ['205body', made(205, [['content-type', 'text/plain']])],
  [
    '304body',
    made(304, [
      ['content-type', 'text/plain'],
      ['etag', '"v1"'],
    ]),
  ],
  ['200json', made(200, [], { hand: 'made' })],
  ['200bytes', made(200, [], new Uint8Array([1, 2]))],
  ['200none', () => ({ status: 200, headers: [], body: undefined })],
  [
    '200upper',
    made(200, [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['X-Kit', 'kept'],
    ]),
  ],
  [
    '200repeats',
    made(200, [
      ['x-kit', '1'],
      ['X-Kit', '2'],
      ['vary', 'accept'],
    ]),
  ],
  ['content-length', made(200, [['content-length', '99']])],
  ['transfer-encoding', made(200, [['transfer-encoding', 'chunked']])],
  ['connection', made(200, [['Connection', 'close']])],
  ['keep-alive', made(200, [['keep-alive', 'timeout=5']])],
  ['upgrade', made(200, [['upgrade', 'h2c']])],
  ['te', made(200, [['te', 'trailers']])],
  ['trailer', made(200, [['trailer', 'x-t']])],
  ['proxy-connection', made(200, [['proxy-connection', 'close']])],
  ['status-100', made(100)],
  ['status-199', made(199)],
  ['status-600', made(600)],
  ['status-0', made(0)],
  ['status-text', made('abc')],
  ['status-200-text', made('200')],
  ['status-half', made(200.5)],
  ['status-nan', made(Number.NaN)],
  ['header-space', made(200, [['x kit', '1']])],
  ['header-colon', made(200, [['x-kit:', '1']])],
  ['header-empty', made(200, [['', '1']])],
  ['header-crlf', made(200, [['x-kit', '1\r\nx-injected: 1']])],
  ['header-nul', made(200, [['x-kit', 'a\u0000b']])],
  ['header-latin1', made(200, [['x-kit', 'café']])],
  ['header-wide', made(200, [['x-kit', '你']])],
  ['header-number', made(200, [['x-kit', 1]])],
  ['header-undefined', made(200, [['x-kit', undefined]])],
  ['bigint', made(200, [], { big: 1n })],
  ['cycle', made(200, [], cycle)],
  ['function', made(200, [], () => 1)],
  ['throw', fails(new Error('secret-db-password'))],
  ['reject', () => Promise.reject(new Error('secret-db-password'))],
  ['throw-text', fails('secret-db-password')],
  ['throw-null', fails(null)],
  [
    'throw-fake',
    fails({ name: 'HttpError', status: 200, code: 'ok', message: 'secret-db-password' }),
  ],
  ['nothing', () => undefined],
  ['null', () => null],
  ['text', () => 'just text'],
])
