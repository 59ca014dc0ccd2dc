import { expect, test } from 'vitest'
import { upstreamHeaders } from './upstream-headers.ts'

test('keeps what describes the content and drops what belongs to the connection', () => {
  const headers = new Headers({
    'content-type': 'application/pdf',
    etag: '"a"',
    'content-length': '12',
    'content-encoding': 'gzip',
    'transfer-encoding': 'chunked',
    connection: 'keep-alive, X-Hop',
    'keep-alive': 'timeout=5',
    'x-hop': '1',
    'x-kept': 'yes',
    'x-latin': 'caf\xe9',
  })
  headers.append('set-cookie', 'a=1')
  headers.append('set-cookie', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT')
  expect(upstreamHeaders(headers)).toEqual({
    'content-type': 'application/pdf',
    etag: '"a"',
    'x-kept': 'yes',
    'set-cookie': ['a=1', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
  })
})
