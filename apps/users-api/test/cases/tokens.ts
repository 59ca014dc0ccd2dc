import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'

const GUARDED = [
  'GET /sessions',
  'DELETE /sessions/current',
  'DELETE /sessions/1',
  'GET /users/me',
  'PATCH /users/me',
  'DELETE /users/me',
  'GET /users/1',
  'GET /users/x',
  'GET /users?limit=0',
]

export function describeTokens(api: () => Api): void {
  describe('access tokens', () => {
    test.for(GUARDED)(
      '%s responds with 401 without a token, before any other check',
      async (target) => {
        const reply = await api().send(target, {
          body: target.startsWith('PATCH') ? '{' : undefined,
        })
        expectProblem(reply, 401, 'unauthorized')
        expect(reply.headers['www-authenticate']).toBe('Bearer')
      },
    )

    test('get the same response, whatever is wrong with them', async () => {
      const { id, token } = await api().person()
      const expired = await api().session(id, { expiresAt: new Date(Date.now() - 1000) })
      const signedOut = await api().session(id)
      await api().send('DELETE /sessions/current', { token: signedOut })
      const gone = await api().person()
      const body = { currentPassword: gone.password }
      await api().send('DELETE /users/me', { token: gone.token, body })
      const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
      const none = Buffer.from('{"alg":"none"}').toString('base64url')
      const broken: Record<string, string | string[]> = {
        unknown: `Bearer ${'A'.repeat(43)}`,
        'one character changed': `Bearer ${changed}`,
        cut: `Bearer ${token.slice(0, -1)}`,
        'doubled in one line': `Bearer ${token}, Bearer ${token}`,
        'doubled in two lines': [`Bearer ${token}`, `Bearer ${token}`],
        'twice the token': `Bearer ${token} ${token}`,
        empty: 'Bearer ',
        'no credentials': 'Bearer',
        'a JWT without a signature': `Bearer ${none}.${Buffer.from('{"sub":"1"}').toString('base64url')}.`,
        'longer than 4 KB': `Bearer ${'a'.repeat(5000)}`,
        'another scheme': `Basic ${token}`,
        'no scheme': token,
        'a tab in between': `Bearer\t${token}`,
        'in quotes': `Bearer "${token}"`,
        expired: `Bearer ${expired}`,
        'signed out': `Bearer ${signedOut}`,
        'of a deleted user': `Bearer ${gone.token}`,
      }
      for (const [what, authorization] of Object.entries(broken)) {
        const reply = await api().send('GET /users/me', { headers: { authorization } })
        expect([what, reply.status, reply.json.code, reply.headers['www-authenticate']]).toEqual([
          what,
          401,
          'invalid_token',
          'Bearer error="invalid_token"',
        ])
        expectProblem(reply, 401, 'invalid_token')
      }
      expect((await api().send('GET /users/me', { token })).status).toBe(200)
    })

    test.for(['bearer', 'BEARER', 'Bearer ', 'bEaReR   '])(
      'are accepted after "%s", since case and number of spaces do not matter',
      async (scheme) => {
        const { token } = await api().person()
        const headers = { authorization: `${scheme} ${token}` }
        expect((await api().send('GET /users/me', { headers })).status).toBe(200)
      },
    )

    test('of the wrong form cause no query', async () => {
      // Postgres would refuse a text with a NUL. A text that has not 43 characters causes no query.
      const headers = { authorization: `Bearer ${'a'.repeat(44)}` }
      expectProblem(await api().send('GET /users/me', { headers }), 401, 'invalid_token')
    })
  })
}
