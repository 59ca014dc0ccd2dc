import { describe, expect, test } from 'vitest'
import type { Api, Person } from '../api.ts'
import { expectProblem, issuesOf } from '../expect-problem.ts'

export function describeProfile(api: () => Api): void {
  const patch = ({ token }: Person, body: unknown) => api().send('PATCH /users/me', { token, body })
  const me = ({ token }: Person) => api().send('GET /users/me', { token })

  describe('/users/me', () => {
    test('GET returns the account of the token', async () => {
      const person = await api().person()
      const { status, text, json, headers } = await me(person)
      const { id, name, email } = person
      expect([status, text]).toEqual([
        200,
        JSON.stringify({ id, name, email, createdAt: json.createdAt }),
      ])
      expect(headers['cache-control']).toBe('no-store')
    })

    test('PATCH with an empty object changes nothing', async () => {
      const person = await api().person()
      const before = await api().db.user.findUnique({ where: { id: person.id } })
      expect(await patch(person, {})).toEqual(await me(person))
      expect(await api().db.user.findUnique({ where: { id: person.id } })).toEqual(before)
    })

    test('PATCH changes only a name', async () => {
      const person = await api().person()
      const before = (await me(person)).json as object
      const reply = await patch(person, { name: ' Grace ' })
      expect([reply.status, reply.json]).toEqual([200, { ...before, name: 'Grace' }])
      expect((await me(person)).text).toBe(reply.text)
    })

    test('PATCH changes an address with the current password; the new address then signs in', async () => {
      const person = await api().person()
      const { email } = api().account()
      const currentPassword = person.password
      const reply = await patch(person, { email, currentPassword })
      expect([reply.status, reply.json.email]).toEqual([200, email])
      const signIn = (address: string) =>
        api().send('POST /sessions', { body: { email: address, password: currentPassword } })
      expect((await signIn(email)).status).toBe(201)
      expectProblem(await signIn(person.email), 401, 'invalid_credentials')
      // The account's own address is not taken.
      expect((await patch(person, { email: email.toUpperCase(), currentPassword })).status).toBe(
        200,
      )
    })

    test('PATCH responds with 409 for the address of another account, and changes nothing', async () => {
      const [person, other] = [await api().person(), await api().person()]
      const before = await me(person)
      const body = { name: 'X', email: other.email.toUpperCase(), currentPassword: person.password }
      expectProblem(await patch(person, body), 409, 'email_taken')
      expect(await me(person)).toEqual(before)
    })

    test('PATCH changes a password and ends the other sessions', async () => {
      const person = await api().person()
      const other = await api().session(person.id)
      const { password } = api().account()
      expect((await patch(person, { password, currentPassword: person.password })).status).toBe(200)
      expect((await me(person)).status).toBe(200)
      expectProblem(await api().send('GET /users/me', { token: other }), 401, 'invalid_token')
      const signIn = (tried: string) =>
        api().send('POST /sessions', { body: { email: person.email, password: tried } })
      expect((await signIn(password)).status).toBe(201)
      expectProblem(await signIn(person.password), 401, 'invalid_credentials')
    })

    test('PATCH responds with 403 for a wrong current password, and changes nothing', async () => {
      const person = await api().person()
      const before = await me(person)
      const { email, password } = api().account()
      for (const change of [{ password }, { email }, { email, password, name: 'X' }]) {
        const reply = await patch(person, { ...change, currentPassword: 'wrong' })
        expectProblem(reply, 403, 'wrong_password')
      }
      expect(await me(person)).toEqual(before)
    })

    test.for([
      [{ password: 'a new password' }, ['body.currentPassword']],
      [{ email: 'new@example.com' }, ['body.currentPassword']],
      [
        { name: '', email: 'x', password: 'short' },
        ['name', 'email', 'password', 'currentPassword'],
      ],
      [{ name: null }, ['body.name']],
      [{ id: 7 }, ['body']],
      [{ name: 'Grace', updatedAt: null }, ['body']],
      [[], ['body']],
    ] as [object, string[]][])('PATCH responds with 422 for %j', async ([body, places]) => {
      const person = await api().person()
      const before = await me(person)
      const expected = places.map((place) => place.replace(/^(?!body)/, 'body.'))
      expect(issuesOf(await patch(person, body))).toEqual(expected)
      expect(await me(person)).toEqual(before)
    })

    test('PATCH ends the other sessions if the e-mail is new, and none if it is the same', async () => {
      const person = await api().person()
      const other = { ...person, token: await api().session(person.id) }
      const currentPassword = person.password
      expect((await patch(person, { email: person.email, currentPassword })).status).toBe(200)
      expect((await me(other)).status).toBe(200)
      expect((await patch(person, { name: 'Grace', currentPassword })).status).toBe(200)
      expect((await me(other)).status).toBe(200)
      const { email } = api().account()
      expect((await patch(person, { email, currentPassword })).status).toBe(200)
      expectProblem(await me(other), 401, 'invalid_token')
      expect((await me(person)).status).toBe(200)
    })

    test.for(['password', 'email'] as const)(
      'leaves no session that is opened with the old %s at the same moment',
      async (name) => {
        const person = await api().person()
        const changes = { [name]: api().account()[name], currentPassword: person.password }
        const body = { email: person.email, password: person.password }
        const [changed, ...signedIn] = await Promise.all([
          patch(person, changes),
          ...Array.from({ length: 6 }, () => api().send('POST /sessions', { body })),
        ])
        expect(changed.status).toBe(200)
        for (const { json } of signedIn) {
          const token = (json.accessToken as string | undefined) ?? 'none'
          expect((await api().send('GET /users/me', { token })).status).toBe(401)
        }
      },
    )
  })
}
