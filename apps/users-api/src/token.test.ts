import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createToken, hashToken } from './token.ts'

test('a token is 256 random bits in base64url', () => {
  const tokens = Array.from({ length: 1000 }, createToken)
  expect(new Set(tokens).size).toBe(1000)
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  }
})

test('the database stores the SHA-256 of a token', () => {
  const token = createToken()
  expect(hashToken(token)).toBe(createHash('sha256').update(token).digest('hex'))
})

test.for(['', 'x', 'a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}=`, `${'a'.repeat(42)}+`])(
  '"%s" cannot be a token',
  (text) => {
    expect(hashToken(text)).toBeUndefined()
  },
)
