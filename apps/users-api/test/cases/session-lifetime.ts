import { describe, expect, test } from 'vitest'
import type { Api, Person } from '../api.ts'
import { expectProblem } from '../expect-problem.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function describeSessionLifetime(api: () => Api): void {
  const ago = (milliseconds: number): Date => new Date(Date.now() - milliseconds)
  const me = (token: string) => api().send('GET /users/me', { token })
  const signIn = ({ email, password }: Person) =>
    api().send('POST /sessions', { body: { email, password } })
  const sessionsOf = ({ id: userId }: Person) =>
    api().db.session.findMany({ where: { userId }, orderBy: { id: 'asc' } })

  describe('a session', () => {
    test('ends after three days without use', async () => {
      const { id } = await api().person()
      const unused = await api().session(id, { lastUsedAt: ago(3 * DAY) })
      expectProblem(await me(unused), 401, 'invalid_token')
      const used = await api().session(id, { lastUsedAt: ago(3 * DAY - 60_000) })
      expect((await me(used)).status).toBe(200)
    })

    test('ends when it expires, even if it is used', async () => {
      const { id } = await api().person()
      const expired = await api().session(id, { expiresAt: ago(0), lastUsedAt: ago(0) })
      expectProblem(await me(expired), 401, 'invalid_token')
    })

    test('lives on while it is used; its last use is saved at most once an hour', async () => {
      const { id } = await api().person()
      const [long, short] = [ago(2 * DAY), ago(HOUR / 2)]
      await api().session(id, { lastUsedAt: short })
      const token = await api().session(id, { lastUsedAt: long })
      const lastUses = async () => {
        const rows = await api().db.session.findMany({
          where: { userId: id },
          orderBy: { id: 'asc' },
        })
        return rows.slice(1).map(({ lastUsedAt }) => lastUsedAt.getTime())
      }
      expect((await me(token)).status).toBe(200)
      // It is saved after the response.
      await expect
        .poll(async () => (await lastUses())[1], { timeout: 10_000 })
        .toBeGreaterThan(Date.now() - 60_000)
      const before = await lastUses()
      expect(before[0]).toBe(short.getTime())
      expect((await me(token)).status).toBe(200)
      expect((await me(token)).status).toBe(200)
      expect(await lastUses()).toEqual(before)
    })

    test('serves a request even if its last use cannot be saved', async () => {
      const person = await api().person()
      const token = await api().session(person.id, { lastUsedAt: ago(DAY) })
      await api().db.$executeRaw`
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'on purpose'; END $$`
      await api().db.$executeRaw`
        CREATE TRIGGER refuse BEFORE UPDATE ON "Session" FOR EACH ROW EXECUTE FUNCTION refuse()`
      try {
        expect((await me(token)).status).toBe(200)
        const { output } = api()
        if (output) await expect.poll(output, { timeout: 10_000 }).toContain('on purpose')
      } finally {
        await api().db.$executeRaw`DROP TRIGGER refuse ON "Session"`
        await api().db.$executeRaw`DROP FUNCTION refuse`
      }
      const [, row] = await sessionsOf(person)
      expect(Date.now() - (row?.lastUsedAt.getTime() ?? 0)).toBeGreaterThan(DAY - 60_000)
    })

    test('that has ended is removed at the next sign-in', async () => {
      const person = await api().person()
      await api().session(person.id, { expiresAt: ago(1000) })
      await api().session(person.id, { lastUsedAt: ago(3 * DAY) })
      const other = await api().person()
      await api().session(other.id, { expiresAt: ago(1000) })
      expect((await signIn(person)).status).toBe(201)
      const left = await sessionsOf(person)
      expect(left).toHaveLength(2)
      expect((await me(person.token)).status).toBe(200)
      expect(await sessionsOf(other)).toHaveLength(2)
    })
  })

  describe('an account', () => {
    const fill = async ({ id }: Person, count: number): Promise<string[]> => {
      const tokens: string[] = []
      while (tokens.length < count) tokens.push(await api().session(id))
      return tokens
    }

    test('has at most 100 sessions: a new one ends the oldest', async () => {
      const person = await api().person()
      const other = await api().person()
      const tokens = await fill(person, 99)
      const { status, json } = await signIn(person)
      expect(status).toBe(201)
      expect(await sessionsOf(person)).toHaveLength(100)
      expectProblem(await me(person.token), 401, 'invalid_token')
      for (const token of [tokens[0]!, tokens[98]!, json.accessToken as string]) {
        expect((await me(token)).status).toBe(200)
      }
      expect((await me(other.token)).status).toBe(200)
      expect(
        (await api().send('GET /sessions?limit=100', { token: tokens[0]! })).json,
      ).toMatchObject({ nextCursor: null })
    })

    test('has at most 100 sessions after many sign-ins at once, the newest among them', async () => {
      const person = await api().person()
      await fill(person, 97)
      const replies = await Promise.all(Array.from({ length: 8 }, () => signIn(person)))
      expect(await sessionsOf(person)).toHaveLength(100)
      for (const { status, json } of replies) {
        expect(status).toBe(201)
        expect((await me(json.accessToken as string)).status).toBe(200)
      }
    })
  })
}
