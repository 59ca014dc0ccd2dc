import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from './password.ts'

test('keeps a password as a salted scrypt hash in the PHC format', async () => {
  const [one, two] = await Promise.all([hashPassword('pässword'), hashPassword('pässword')])
  expect(one).not.toBe(two)
  const [, salt = '', hash] =
    /^\$scrypt\$ln=15,r=8,p=3\$([\w+/]{22})\$([\w+/]{43})$/.exec(one) ?? []
  const options = { N: 32_768, r: 8, p: 3, maxmem: 67_108_864 }
  const expected = scryptSync('pässword', Buffer.from(salt, 'base64'), 32, options)
  expect(hash).toBe(expected.toString('base64').replace('=', ''))
  expect(await verifyPassword('pässword', one)).toBe(true)
  expect(await verifyPassword('passwörd', one)).toBe(false)
}, 20_000)

test.for([undefined, '', 'password', '$scrypt$ln=15,r=8,p=3$$', '$2b$10$abcdefghijklmnopqrstuv'])(
  'no password matches %s, which is not a hash of this API',
  { timeout: 20_000 },
  async (kept) => {
    for (const tried of ['', 'password', '\0'.repeat(32)]) {
      expect(await verifyPassword(tried, kept)).toBe(false)
    }
  },
)

test('verifies a hash with another cost and reports that it needs a new one', async () => {
  const salt = Buffer.alloc(16, 1)
  const hash = scryptSync('old password', salt, 32, { N: 1024, r: 8, p: 1 })
  const [first, second] = [salt, hash].map((each) => each.toString('base64').replace(/=+$/, ''))
  const kept = `$scrypt$ln=10,r=8,p=1$${first}$${second}`
  expect(await verifyPassword('old password', kept)).toBe(true)
  expect(await verifyPassword('new password', kept)).toBe(false)
  expect(needsRehash(kept)).toBe(true)
  expect(needsRehash(await hashPassword('old password'))).toBe(false)
  expect(needsRehash('')).toBe(true)
}, 20_000)
