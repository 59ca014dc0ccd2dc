import { describe, expect, test } from 'vitest'
import type { Api, Person } from '../api.ts'
import { expectProblem, issuesOf } from '../expect-problem.ts'

export function describeDeletion(api: () => Api): void {
  describe('DELETE /users/me', () => {
    const remove = ({ token }: Person, body: unknown) =>
      api().send('DELETE /users/me', { token, body })
    const me = (token: string) => api().send('GET /users/me', { token })
    const signIn = ({ email, password }: Person) =>
      api().send('POST /sessions', { body: { email, password } })

    test('removes the account and all its data', async () => {
      const person = await api().person()
      const other = await api().session(person.id)
      const { status, text, headers } = await remove(person, { currentPassword: person.password })
      expect([status, text, headers['cache-control']]).toEqual([204, '', 'no-store'])
      for (const token of [person.token, other]) {
        expectProblem(await me(token), 401, 'invalid_token')
      }
      expect(await api().db.user.count({ where: { id: person.id } })).toBe(0)
      expect(await api().db.session.count({ where: { userId: person.id } })).toBe(0)
      expectProblem(await signIn(person), 401, 'invalid_credentials')
    })

    test('responds with 403 for a wrong password, and removes nothing', async () => {
      const person = await api().person()
      for (const currentPassword of ['', 'wrong', `${person.password} `]) {
        expectProblem(await remove(person, { currentPassword }), 403, 'wrong_password')
      }
      expect((await me(person.token)).status).toBe(200)
    })

    test.for([
      [{}, ['body.currentPassword']],
      [{ currentPassword: null }, ['body.currentPassword']],
      [{ currentPassword: 'p'.repeat(1025) }, ['body.currentPassword']],
      [{ currentPassword: 'secret', really: true }, ['body']],
      [[], ['body']],
    ] as [unknown, string[]][])('responds with 422 for %j', async ([body, places]) => {
      const person = await api().person()
      expect(issuesOf(await remove(person, body))).toEqual(places)
      expect((await me(person.token)).status).toBe(200)
    })

    test('responds with 415 without a body', async () => {
      const person = await api().person()
      expectProblem(await remove(person, undefined), 415, 'unsupported_media_type')
      expect((await me(person.token)).status).toBe(200)
    })

    test('leaves no session of simultaneous sign-ins', async () => {
      const person = await api().person()
      const [removed, ...signedIn] = await Promise.all([
        remove(person, { currentPassword: person.password }),
        ...Array.from({ length: 4 }, () => signIn(person)),
      ])
      expect(removed.status).toBe(204)
      for (const { status, json } of signedIn) {
        expect([201, 401, 503]).toContain(status)
        if (status === 201) expect((await me(json.accessToken as string)).status).toBe(401)
      }
      expect(await api().db.session.count({ where: { userId: person.id } })).toBe(0)
    })

    test('does not succeed together with a simultaneous change of password', async () => {
      const person = await api().person()
      const { password } = api().account()
      const currentPassword = person.password
      const [removed, changed] = await Promise.all([
        remove(person, { currentPassword }),
        api().send('PATCH /users/me', { token: person.token, body: { password, currentPassword } }),
      ])
      const statuses = [removed.status, changed.status]
      if (removed.status === 204) {
        expect([401, 503]).toContain(changed.status)
        expect(await api().db.user.count({ where: { id: person.id } })).toBe(0)
      } else {
        expect([statuses, [403, 503].includes(removed.status)]).toEqual([statuses, true])
        expect(changed.status).toBe(200)
        expect((await signIn({ ...person, password })).status).toBe(201)
      }
    })
  })
}
