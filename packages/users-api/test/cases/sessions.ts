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
    test('are listed to their owner, who sees which is the current one', async () => {
      const { id, token } = await api().person()
      const other = await api().session(id)
      await api().session(id, new Date(Date.now() - 1000))
      await api().person()
      const { status, headers, text, json } = await api().send('GET /sessions', { token })
      const { data } = json as { data: (Listed & { createdAt: string; expiresAt: string })[] }
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(text).toBe(
        JSON.stringify({
          data: data.map(({ id, createdAt, expiresAt, current }) => ({
            id,
            createdAt,
            expiresAt,
            current,
          })),
        }),
      )
      expect(data.map(({ current }) => current)).toEqual([true, false])
      for (const { createdAt, expiresAt } of data) {
        expect(createdAt).toMatch(/^[\d-]{10}T[\d:]{8}\.\d{3}Z$/)
        expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
      }
      expect((await list(other)).map(({ current }) => current)).toEqual([false, true])
    })

    test('end when their owner signs out, and only they', async () => {
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

    test("of somebody else are none of one's own", async () => {
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
