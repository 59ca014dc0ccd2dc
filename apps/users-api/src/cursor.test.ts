import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

test.for([1, 20, 2_147_483_647])('a cursor gives the id %i back', (id) => {
  const cursor = writeCursor(id)
  expect(readCursor(cursor)).toBe(id)
  expect(encodeURIComponent(cursor)).toBe(cursor)
})

test('any other text is not a cursor', () => {
  const cursor = writeCursor(20)
  const others = ['', '20', cursor.slice(1), `${cursor}=`, ` ${cursor}`, `${cursor}!`]
  const forged = ['after 0', 'after 020', 'after 2147483648', 'after -1', 'before 20'].map((text) =>
    Buffer.from(text).toString('base64url'),
  )
  for (const text of [...others, ...forged])
    expect([text, readCursor(text)]).toEqual([text, undefined])
})
