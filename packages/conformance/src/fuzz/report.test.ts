import { expect, test } from 'vitest'

import type { Message } from './message.ts'
import { toBytes } from './message.ts'
import { shrink } from './shrink.ts'
import { caseText } from './report.ts'

const message: Message = {
  method: 'POST',
  target: '/echo/1?a=b',
  version: 'HTTP/1.1',
  lines: [
    ['Host', 'kit.test'],
    ['X-A', "it's"],
  ],
  content: { kind: 'sized', bytes: '{}' },
}

test('prints a regular request as a planned request', () => {
  expect(caseText(message, 'fuzz-1')).toBe(
    `testCase('fuzz-1', '…', { method: 'POST', target: '/echo/1?a=b', headers: [['X-A', 'it\\'s']], body: '{}' }, /* … */),`,
  )
})

test('prints an irregular request as raw text and shortens repeated characters', () => {
  const odd = { ...message, version: 'HTTP/1.0', target: `/${'x'.repeat(50)}\xff` }
  expect(caseText({ ...odd, lines: [], content: { kind: 'none' } }, 'fuzz-2')).toBe(
    `testCase('fuzz-2', '…', { raw: 'POST {mount}/' + 'x'.repeat(50) + '\\xff HTTP/1.0\\r\\n\\r\\n', methods: ['POST'] }, /* … */),`,
  )
})

test('writes each character as one byte and inserts the base path', () => {
  expect(toBytes({ ...message, lines: [['X-A', '\xe9']] }, '/api').toString('latin1')).toBe(
    'POST /api/echo/1?a=b HTTP/1.1\r\nX-A: \xe9\r\nContent-Length: 2\r\n\r\n{}',
  )
})

test('shrinks a message to the part that shows the fault', async () => {
  const smallest = await shrink(message, ({ lines }) =>
    Promise.resolve(lines.some(([name]) => name === 'X-A')),
  )
  expect(smallest).toEqual({
    method: 'GET',
    target: '/',
    version: 'HTTP/1.1',
    lines: [['X-A', '']],
    content: { kind: 'none' },
  })
})
