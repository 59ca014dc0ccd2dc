import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'

interface Listed {
  readonly id: number
  readonly current: boolean
}

export function describeSessions(api: () => Api): void {
  const list = async (token: string): Promise<Listed[]> =>
    (await api().send('GET /sessions', { token })).json.data as Listed[]

  describe('sessions', () => {
    test('end at sign-out, and only the current one', async () => {
      const { id, token } = await api().person()
      const other = await api().session(id)
      const reply = await api().send('DELETE /sessions/current', { token })
      expect([reply.status, reply.text, reply.headers['cache-control']]).toEqual([
        204,
        '',
        'no-store',
      ])
      expect(reply.headers).not.toHaveProperty('content-type')
      expectProblem(await api().send('GET /users/me', { token }), 401, 'invalid_token')
      expectProblem(await api().send('DELETE /sessions/current', { token }), 401, 'invalid_token')
      expect(await list(other)).toHaveLength(1)
    })

    test('end by id, the current one and others', async () => {
      const { id, token } = await api().person()
      const other = await api().session(id)
      const [mine, theirs] = (await list(token)) as [Listed, Listed]
      const end = (session: Listed) =>
        api().send(`DELETE /sessions/${String(session.id)}`, { token })
      expect((await end(theirs)).status).toBe(204)
      expectProblem(await api().send('GET /users/me', { token: other }), 401, 'invalid_token')
      expectProblem(await end(theirs), 404, 'not_found')
      expect((await end(mine)).status).toBe(204)
      expectProblem(await end(mine), 401, 'invalid_token')
    })

    test('of another account cannot be ended', async () => {
      const { token } = await api().person()
      const other = await api().person()
      const [theirs] = (await list(other.token)) as [Listed]
      const reply = await api().send(`DELETE /sessions/${String(theirs.id)}`, { token })
      expectProblem(reply, 404, 'not_found')
      expect((await api().send('GET /users/me', { token: other.token })).status).toBe(200)
    })

    test.for(['0', '-1', '2147483648', '1.5', '1e3', 'x', '%31x', 'Current'])(
      'cannot have the id %s',
      async (id) => {
        const { token } = await api().person()
        expectProblem(await api().send(`DELETE /sessions/${id}`, { token }), 404, 'not_found')
      },
    )
  })
}
