import { expect, test } from 'vitest'
import type { Api } from '../api.ts'

export function describeSecrets(api: () => Api): void {
  test('no response contains a password, a hash or the token of a session that it did not open', async () => {
    const { replies, secrets } = api()
    expect(replies.length).toBeGreaterThan(100)
    for (const { target, reply } of replies) {
      if (target === 'POST /sessions' && reply.status === 201) continue
      const all = reply.text + JSON.stringify(reply.headers)
      expect([target, [...secrets].filter((secret) => all.includes(secret))]).toEqual([target, []])
      expect(all).not.toMatch(/passwordHash|tokenHash|emailKey|\$scrypt|prisma|\bat .*:\d+:\d+/i)
    }
  })

  test('no log line contains a password, a hash, a token or an address', async (context) => {
    const { output, secrets, addresses } = api()
    if (!output) return context.skip('this host shows no output')
    const log = output()
    expect(log).toContain('/users/me')
    expect([...secrets].filter((secret) => log.includes(secret))).toEqual([])
    const lowerCase = log.toLowerCase()
    expect(addresses.size).toBeGreaterThan(0)
    expect([...addresses].filter((each) => lowerCase.includes(each.toLowerCase()))).toEqual([])
    expect(log).not.toMatch(/\$scrypt|bearer [\w-]{10}/i)
  })
}
