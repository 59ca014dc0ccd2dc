import { createHash, scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem, issuesOf } from '../expect-problem.ts'

export function describeSignIn(api: () => Api): void {
  describe('POST /sessions', () => {
    const signIn = (email: string, password: string) => {
      api().secrets.add(password)
      return api().send('POST /sessions', { body: { email, password } })
    }

    test('responds with 201 and a token that is valid for seven days', async () => {
      const { id, email, password, name } = await api().person()
      const { status, headers, text, json } = await signIn(email.toUpperCase(), password)
      const { accessToken } = json as { accessToken: string }
      api().secrets.add(accessToken)
      expect(status).toBe(201)
      expect(accessToken).toMatch(/^[\w-]{43}$/)
      expect(text).toBe(JSON.stringify({ accessToken, tokenType: 'Bearer', expiresIn: 604_800 }))
      expect(headers['cache-control']).toBe('no-store')
      const me = await api().send('GET /users/me', { token: accessToken })
      expect(me.json).toMatchObject({ id, name, email })

      const tokenHash = createHash('sha256').update(accessToken).digest('hex')
      const kept = await api().db.session.findUniqueOrThrow({ where: { tokenHash } })
      expect(kept.expiresAt.getTime() / 1000).toBeCloseTo(Date.now() / 1000 + 604_800, -2)
    })

    test('returns a new token each time, and both work', async () => {
      const { email, password } = await api().person()
      const replies = [await signIn(email, password), await signIn(email, password)]
      const tokens = replies.map(({ json }) => json.accessToken as string)
      expect(new Set(tokens).size).toBe(2)
      for (const token of tokens) {
        api().secrets.add(token)
        expect((await api().send('GET /users/me', { token })).status).toBe(200)
      }
    })

    test('responds in the same way to a wrong password and to an unknown address', async () => {
      const { email } = await api().person()
      const wrong = await signIn(email, 'not the password')
      const unknown = await signIn(api().account().email, 'not the password')
      expectProblem(wrong, 401, 'invalid_credentials')
      expect(wrong.headers['www-authenticate']).toBe('Bearer')
      expect(unknown).toEqual(wrong)
    })

    test('compares a password exactly as it was set', async () => {
      const account = { ...api().account(), password: '  pass\u00e9word\t' }
      expect((await api().send('POST /users', { body: account })).status).toBe(201)
      for (const other of [
        'pass\u00e9word',
        '  passe\u0301word\t',
        '  PASS\u00c9WORD\t',
        'x',
        '',
      ]) {
        const reply = await signIn(account.email, other)
        api().secrets.delete(other)
        expectProblem(reply, 401, 'invalid_credentials')
      }
      expect((await signIn(account.email, account.password)).status).toBe(201)
    })

    test.for([
      [{}, ['body.email', 'body.password']],
      [{ email: 'ada', password: 'password' }, ['body.email']],
      [{ email: 'ada@example.com', password: 12345678 }, ['body.password']],
      [{ email: { not: '' }, password: 'password' }, ['body.email']],
      [{ email: 'ada@example.com', password: 'p'.repeat(1025) }, ['body.password']],
      [{ email: 'ada@example.com', password: 'password', remember: true }, ['body']],
    ] as [object, string[]][])('responds with 422 for %j', async ([body, places]) => {
      expect(issuesOf(await api().send('POST /sessions', { body }))).toEqual(places)
    })

    test('stores scrypt hashes at the cost that OWASP recommends', async () => {
      const account = api().account()
      const { json } = await api().send('POST /users', { body: account })
      const { passwordHash } = await api().db.user.findUniqueOrThrow({
        where: { id: json.id as number },
      })
      api().secrets.add(passwordHash)
      const [, salt, hash] =
        /^\$scrypt\$ln=15,r=8,p=3\$([\w+/]{22})\$([\w+/]{43})$/.exec(passwordHash) ?? []
      expect(phc(account.password, salt as string, 15)).toBe(passwordHash)
      expect(hash).toBeDefined()
    })

    test('replaces an old hash, so that the cost can be raised', async () => {
      const { id, email, password } = await api().person()
      const old = phc(password, Buffer.alloc(16, 7).toString('base64').slice(0, 22), 14)
      await api().db.user.update({ where: { id }, data: { passwordHash: old } })
      expectProblem(await signIn(email, 'not the password'), 401, 'invalid_credentials')
      expect((await signIn(email, password)).status).toBe(201)
      const { passwordHash } = await api().db.user.findUniqueOrThrow({ where: { id } })
      api().secrets.add(passwordHash)
      expect(passwordHash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
      expect((await signIn(email, password)).status).toBe(201)
    })

    test('removes expired sessions', async () => {
      const { id, email, password } = await api().person()
      await api().session(id, { expiresAt: new Date(Date.now() - 1000) })
      expect((await signIn(email, password)).status).toBe(201)
      const left = await api().db.session.findMany({ where: { userId: id } })
      expect(left.filter(({ expiresAt }) => expiresAt.getTime() < Date.now())).toEqual([])
      expect(left).toHaveLength(2)
    })
  })
}

/** Makes the stored form with Node's scrypt directly. */
function phc(password: string, salt: string, ln: number): string {
  const options = { N: 2 ** ln, r: 8, p: 3, maxmem: 67_108_864 }
  const hash = scryptSync(password, Buffer.from(salt, 'base64'), 32, options)
  return `$scrypt$ln=${String(ln)},r=8,p=3$${salt}$${hash.toString('base64').slice(0, 43)}`
}
