import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { issuesOf } from '../expect-problem.ts'

interface Page {
  readonly data: readonly {
    readonly id: number
    readonly createdAt: string
    readonly expiresAt: string
    readonly current: boolean
  }[]
  readonly nextCursor: string | null
}

export function describeSessionList(api: () => Api): void {
  describe('GET /sessions', () => {
    const list = async (token: string, query = '') => {
      const { status, headers, json, text } = await api().send(`GET /sessions${query}`, { token })
      expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
      return { ...(json as Page), text }
    }

    test('lists the live sessions of the account, and marks the current one', async () => {
      const { id, token } = await api().person()
      const other = await api().session(id)
      await api().session(id, { expiresAt: new Date(Date.now() - 1000) })
      await api().session(id, { lastUsedAt: new Date(Date.now() - 3 * 86_400_000) })
      await api().person()
      const { data, text } = await list(token)
      expect(text).toBe(
        JSON.stringify({
          data: data.map(({ id, createdAt, expiresAt, current }) => ({
            id,
            createdAt,
            expiresAt,
            current,
          })),
          nextCursor: null,
        }),
      )
      expect(data.map(({ current }) => current)).toEqual([true, false])
      for (const { createdAt, expiresAt } of data) {
        expect(createdAt).toMatch(/^[\d-]{10}T[\d:]{8}\.\d{3}Z$/)
        expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
      }
      expect((await list(other)).data.map(({ current }) => current)).toEqual([false, true])
    })

    test('lists each session once, by ascending id, page by page', async () => {
      const { id: userId, token } = await api().person()
      for (let more = 0; more < 5; more++) await api().session(userId)
      const kept = await api().db.session.findMany({ where: { userId }, orderBy: { id: 'asc' } })
      const seen: number[] = []
      const lengths: number[] = []
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page = await list(token, `?limit=4${query}`)
        seen.push(...page.data.map(({ id }) => id))
        lengths.push(page.data.length)
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(seen).toEqual(kept.map(({ id }) => id))
      expect(lengths).toEqual([4, 2])
      // A page that is exactly full can be the last one.
      expect((await list(token, '?limit=6')).nextCursor).toBeNull()
      expect((await list(token, '?limit=5')).nextCursor).not.toBeNull()
    })

    test('lists 20 at a time by default, and at most 100', async () => {
      const { id, token } = await api().person()
      await Promise.all(Array.from({ length: 30 }, () => api().session(id)))
      expect((await list(token)).data).toHaveLength(20)
      expect((await list(token, '?limit=1')).data).toHaveLength(1)
      expect((await list(token, '?limit=100')).data).toHaveLength(31)
    })

    test('never lists sessions of others, whatever the cursor', async () => {
      const { token } = await api().person()
      const later = await api().person()
      const cursor = Buffer.from('after 1').toString('base64url')
      const { data } = await list(token, `?cursor=${cursor}`)
      expect(data.map(({ current }) => current)).toEqual([true])
      const theirs = (await list(later.token)).data[0]!.id
      const before = Buffer.from(`after ${String(theirs - 1)}`).toString('base64url')
      expect((await list(token, `?cursor=${before}`)).data).toEqual([])
    })

    test.for([
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=1e1', 'limit'],
      ['limit=', 'limit'],
      ['limit=1&limit=2', 'limit'],
      ['cursor=', 'cursor'],
      ['cursor=20', 'cursor'],
      ['cursor=YWZ0ZXIgMjA=', 'cursor'],
    ] as const)('responds with 422 for ?%s', async ([query, name]) => {
      const { token } = await api().person()
      const reply = await api().send(`GET /sessions?${query}`, { token })
      expect(issuesOf(reply)).toEqual([`query.${name}`])
    })
  })
}
