import { describe, expect, test } from 'vitest'
import type { Api } from '../api.ts'
import { expectProblem, issuesOf } from '../expect-problem.ts'
import type { Reply } from '../send.ts'

export function describeRegistration(api: () => Api): void {
  describe('POST /users', () => {
    test('responds with 201, the account as its owner sees it, and its location', async () => {
      const account = api().account()
      const { status, headers, text, json } = await api().send('POST /users', { body: account })
      const { id, createdAt } = json as { id: number; createdAt: string }
      expect(status).toBe(201)
      expect(text).toBe(JSON.stringify({ id, name: account.name, email: account.email, createdAt }))
      expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(30_000)
      expect(headers).toMatchObject({
        location: `${api().basePath}/users/${String(id)}`,
        'content-type': 'application/json',
        'cache-control': 'no-store',
      })
    })

    test('responds with 409 for a taken address, in upper or lower case', async () => {
      const { email } = await api().person()
      for (const again of [email, email.toLowerCase(), email.toUpperCase()]) {
        const body = { ...api().account(), email: again }
        expectProblem(await api().send('POST /users', { body }), 409, 'email_taken')
      }
    })

    test('creates exactly one account for 50 simultaneous requests with one address, 20 times', async () => {
      for (let round = 0; round < 20; round++) {
        const { email } = api().account()
        const all = Array.from({ length: 50 }, (_, index) => {
          const spelt = index % 2 === 0 ? email : email.toUpperCase()
          return api().send('POST /users', { body: { ...api().account(), email: spelt } })
        })
        const replies = await Promise.all(all)
        expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
        for (const reply of replies) if (reply.status !== 201) expectTaken(reply)
        expect(await api().db.user.count({ where: { emailKey: email.toLowerCase() } })).toBe(1)
      }
    }, 120_000)

    test.for(REFUSED)('responds with 422 for %s', async ([, change, places]) => {
      const body = { ...api().account(), ...change }
      expect(issuesOf(await api().send('POST /users', { body }))).toEqual(places)
    })

    test.for([[[]], ['text'], [null], [1]])('responds with 422 for the body %j', async ([body]) => {
      const sent = { body: JSON.stringify(body) }
      expect(issuesOf(await api().send('POST /users', sent))).toEqual(['body'])
    })

    test.for(TAKEN)('accepts %s', async ([, change]) => {
      const body = { ...api().account(), ...change(api().account()) }
      api().secrets.add(body.password)
      const { status, json } = await api().send('POST /users', { body })
      expect([status, json.name, json.email]).toEqual([201, body.name.trim(), body.email])
    })

    test('refuses a body that is not JSON, as every route with a body does', async () => {
      const text = { headers: { 'content-type': 'text/plain' }, body: '{}' }
      expectProblem(await api().send('POST /users', text), 415, 'unsupported_media_type')
      expectProblem(await api().send('POST /users', { body: '{' }), 400, 'invalid_json')
      const surrogate = { body: '{"name":"\\ud800"}' }
      expectProblem(await api().send('POST /users', surrogate), 400, 'invalid_string')
    })

    test('reads 16 KiB and refuses a larger body, as every route with a body does', async () => {
      const text = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`
      const { token } = await api().person()
      for (const target of [
        'POST /users',
        'POST /sessions',
        'PATCH /users/me',
        'DELETE /users/me',
      ]) {
        expect(issuesOf(await api().send(target, { token, body: text(16_384) }))).toEqual(['body'])
        const large = await api().send(target, { token, body: text(16_385) })
        expectProblem(large, 413, 'body_too_large')
      }
    })
  })
}

// A busy host may refuse a request for a while, with retry-after.
function expectTaken(reply: Reply): void {
  if (reply.status === 503) expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  else expectProblem(reply, 409, 'email_taken')
}

const REFUSED: [what: string, change: object, places: string[]][] = [
  [
    'nothing',
    { name: undefined, email: undefined, password: undefined },
    ['name', 'email', 'password'],
  ],
  ['other types', { name: 1, email: null, password: ['12345678'] }, ['name', 'email', 'password']],
  ['an empty name', { name: '' }, ['name']],
  ['a name of spaces', { name: ' \t\u00a0 ' }, ['name']],
  ['a name of 101 characters', { name: 'n'.repeat(101) }, ['name']],
  ['a name with a control character', { name: 'A\u0007da' }, ['name']],
  ['a name with a NUL', { name: 'A\0da' }, ['name']],
  ['a name with a C1 control', { name: 'A\u0085da' }, ['name']],
  ['a name of zero-width characters', { name: '\u200b\u200d\u2060' }, ['name']],
  ['a name of marks of direction', { name: '\u202e\u2066\u200f' }, ['name']],
  ['a name of marks without a letter', { name: '\u0301\u20e3' }, ['name']],
  ['a name of variation selectors', { name: '\ufe0f\u{e0100}' }, ['name']],
  ['a name of Hangul fillers', { name: '\u115f\u1160\u3164\uffa0' }, ['name']],
  ['a name of braille blanks', { name: '\u2800' }, ['name']],
  ['a name of tag characters', { name: '\u{e0041}\u{e007f}' }, ['name']],
  ['an address without @', { email: 'ada.example.com' }, ['email']],
  ['an address with two @', { email: 'ada@home@example.com' }, ['email']],
  ['nothing before the @', { email: '@example.com' }, ['email']],
  ['nothing after the @', { email: 'ada@' }, ['email']],
  ['an address with a space', { email: 'ada @example.com' }, ['email']],
  ['an address with a line break', { email: 'ada@example.com\n' }, ['email']],
  ['an address with a no-break space', { email: 'ada\u00a0@example.com' }, ['email']],
  ['an address with a control', { email: 'ada\u007f@example.com' }, ['email']],
  ['an address of 255 characters', { email: `${'a'.repeat(250)}@b.io` }, ['email']],
  ['an address of 10 KB', { email: `${'a.'.repeat(5_000)}@b.io` }, ['email']],
  ['an address with a NUL', { email: 'ada@example.com\0' }, ['email']],
  ['an address with a comma', { email: 'ada,eve@example.com' }, ['email']],
  ['an address in angle brackets', { email: '<ada@example.com>' }, ['email']],
  ['an address with wide letters', { email: '\uff41da@example.com' }, ['email']],
  ['an address with a wide @', { email: 'ada\uff20example.com' }, ['email']],
  ['an address with a separate accent', { email: 'jose\u0301@example.com' }, ['email']],
  ['an address with a ligature', { email: '\ufb01sh@example.com' }, ['email']],
  ['an address with a dotted capital I', { email: '\u0130da@example.com' }, ['email']],
  ['an address with a zero-width space', { email: 'ad\u200ba@example.com' }, ['email']],
  ['an address with a soft hyphen', { email: 'ad\u00ada@example.com' }, ['email']],
  ['an address with an override of direction', { email: 'ad\u202ea@example.com' }, ['email']],
  ['an address with a variation selector', { email: 'ad\ufe0fa@example.com' }, ['email']],
  ['an address with a Hangul filler', { email: 'ad\u115fa@example.com' }, ['email']],
  ['an address with a braille blank', { email: 'ad\u2800a@example.com' }, ['email']],
  ['an address with a tag character', { email: 'ad\u{e0041}a@example.com' }, ['email']],
  ['a password of 7 characters', { password: '1234567' }, ['password']],
  ['7 characters that are 14 UTF-16 units', { password: '😀'.repeat(7) }, ['password']],
  ['a password of 1,025 bytes', { password: 'p'.repeat(1025) }, ['password']],
  ['a password of 1,026 bytes in 342 characters', { password: '你'.repeat(342) }, ['password']],
  ['a password with a NUL', { password: '1234\x005678' }, ['password']],
  ['an unknown member', { admin: true }, ['']],
  [
    'all at once, in the order of the schema',
    { name: '', email: '', password: '', id: 1 },
    ['name', 'email', 'password', ''],
  ],
].map(([what, change, places]) => [
  what as string,
  change as object,
  (places as string[]).map((place) => (place === '' ? 'body' : `body.${place}`)),
])

type Change = (account: { readonly email: string }) => Partial<Record<string, string>>

const TAKEN: [what: string, change: Change][] = [
  ['a name of 100 characters beyond the BMP', () => ({ name: '😀'.repeat(100) })],
  ['a name with spaces round it, and cuts them', () => ({ name: '  Ada Lovelace \n' })],
  ['an address of 254 characters', ({ email }) => ({ email: email.padStart(254, 'x') })],
  ['a name that needs joiners', () => ({ name: '👩\u200d👧 ن\u200cا' })],
  ['a name of one mark of punctuation', () => ({ name: '.' })],
  ['an address with ẞ', ({ email }) => ({ email: `STRAẞE.${email}` })],
  ['an address in other letters', ({ email }) => ({ email: `öß你${email}` })],
  ['a password of 8 characters beyond the BMP', () => ({ password: '🔑'.repeat(8) })],
  ['a password of 1,024 bytes', () => ({ password: '你'.repeat(341) + 'x' })],
]
