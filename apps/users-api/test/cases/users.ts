import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem, issuesOf } from '../expect-problem.ts'

interface Page {
  readonly data: { readonly id: number; readonly name: string }[]
  readonly nextCursor: string | null
}

export function describeUsers(api: () => Api): void {
  describe('GET /users/:id', () => {
    test('returns the public fields', async () => {
      const { token } = await api().person()
      const { id, name } = await api().person()
      const reply = await api().send(`GET /users/${String(id)}`, { token })
      expect([reply.status, reply.text]).toEqual([200, JSON.stringify({ id, name })])
      expect(reply.headers['cache-control']).toBe('no-store')
    })

    test.for([
      '2147483647',
      '2147483648',
      '3000000000',
      '1.5',
      '9'.repeat(400),
      '0',
      '-1',
      '+1',
      '01',
      '1.0',
      '1e0',
      '0x1',
      '%201',
      'Me',
      '%EF%BC%91',
    ])('responds with 404 for %s', async (id) => {
      const { token } = await api().person()
      expectProblem(await api().send(`GET /users/${id}`, { token }), 404, 'not_found')
    })
  })

  describe('GET /users', () => {
    test('lists every user once, by ascending id, page by page', async () => {
      const { token } = await api().person()
      for (let more = 0; more < 5; more++) await api().person()
      const expected = await api().db.user.findMany({
        select: { id: true, name: true },
        orderBy: { id: 'asc' },
      })
      const seen: Page['data'][number][] = []
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const { status, json, headers } = await api().send(`GET /users?limit=3${query}`, { token })
        const page = json as Page
        expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
        expect(Object.keys(page)).toEqual(['data', 'nextCursor'])
        expect(page.data.length).toBeLessThanOrEqual(3)
        seen.push(...page.data)
        cursor = page.nextCursor
      } while (cursor !== null)
      expect(JSON.stringify(seen)).toBe(JSON.stringify(expected))
    })

    test('lists 20 at a time by default, and at most 100', async () => {
      const { token } = await api().person()
      for (let more = 0; more < 20; more++) await api().person()
      const page = async (query: string) =>
        (await api().send(`GET /users${query}`, { token })).json as Page
      expect((await page('')).data).toHaveLength(20)
      expect((await page('?limit=1')).data).toHaveLength(1)
      expect((await page('?limit=100')).data.length).toBeGreaterThan(20)
    })

    test('ends with null on a page that is exactly full', async () => {
      const { token, id } = await api().person()
      const before = await api().db.user.findFirstOrThrow({
        where: { id: { lt: id } },
        orderBy: { id: 'desc' },
      })
      const first = await api().send('GET /users?limit=1', { token })
      expect((first.json as Page).nextCursor).not.toBeNull()
      // All users but the newest: the last cursor leads to one full page of one.
      const cursor = Buffer.from(`after ${String(before.id)}`).toString('base64url')
      const last = await api().send(`GET /users?limit=1&cursor=${cursor}`, { token })
      expect((last.json as Page).data.map((user) => user.id)).toEqual([id])
      expect((last.json as Page).nextCursor).toBeNull()
    })

    test.for([
      'limit=0',
      'limit=101',
      'limit=-1',
      'limit=1.5',
      'limit=ten',
      'limit=',
      'limit=%2020',
      'limit=1&limit=2',
      'limit=9999999999999999999',
    ])('responds with 422 for ?%s', async (query) => {
      const { token } = await api().person()
      const reply = await api().send(`GET /users?${query}`, { token })
      expect(issuesOf(reply)[0]).toBe('query.limit')
    })

    test.for([
      '',
      'x',
      '1',
      'YWZ0ZXIgMA',
      'YWZ0ZXIgMjA=',
      'YWZ0ZXIg.MjA',
      'YWZ0ZXIgOTk5OTk5OTk5OQ',
    ])('responds with 422 for the cursor "%s"', async (cursor) => {
      const { token } = await api().person()
      const reply = await api().send(`GET /users?limit=0&cursor=${cursor}`, { token })
      expect(issuesOf(reply)).toEqual(['query.limit', 'query.cursor'])
    })
  })
}
