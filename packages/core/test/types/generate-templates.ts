/** The source of the services of the fixture's handlers. */
export const services = `export interface User { readonly id: string; readonly name: string; readonly role: 'admin' | 'member' }
export interface Auth { readonly verify: (token: string | undefined) => Promise<User | undefined> }
export interface Mailer { readonly send: (to: string, subject: string) => Promise<void> }
export interface Row { readonly id: string; readonly createdAt: Date; readonly state: 'open' | 'paid' | 'sent' }
export interface Db {
  readonly find: <T>(table: string, id: string) => Promise<(T & Row) | undefined>
  readonly list: <T>(table: string, filter: object) => Promise<readonly (T & Row)[]>
  readonly save: <T>(table: string, value: T) => Promise<T & Row>
  readonly remove: (table: string, id: string) => Promise<boolean>
}
`

export const guards = `import { guard, problem } from '@gimbal/core'
import type { Auth } from './services.ts'

export const signedIn = guard({
  responses: { 401: problem('unauthorized', 'expired') },
  check: async ({ headers, reply }, { auth }: { auth: Auth }) =>
    (await auth.verify(headers.get('authorization'))) ?? reply(401, 'unauthorized'),
})

export const admin = guard({
  responses: { 403: problem('forbidden') },
  check: async ({ headers, reply }, { auth }: { auth: Auth }) => {
    const user = await auth.verify(headers.get('authorization'))
    return user?.role === 'admin' ? user.id : reply(403, 'forbidden')
  },
})
`

/** Returns the source of a client: three calls per file that narrow their results. */
export function clientOf(numbers: readonly number[]): string {
  return `import type { Calls } from '@gimbal/core'
import type * as routes from './routes.ts'

type Client = Calls<typeof routes>
${numbers.map(calls).join('')}`
}

function calls(n: number): string {
  return `
export async function use${n}(client: Client): Promise<string> {
  const listed = await client.listOrders${n}({ query: { limit: '10' } })
  const first = listed.status === 200 ? listed.body.items[0]?.createdAt.slice(0, 10) : listed.body.code
  const created = await client.createOrder${n}({
    body: {
      customer: 'ada@example.com',
      address: { street: 'Main Street 1', city: 'Berlin', zip: '10115', country: 'de' },
      lines: [{ sku: 'abc', quantity: 1, price: 9.5 }],
      wanted: '2030-01-01',
    },
  })
  if (created.status === 409 && created.body.code === 'duplicate') return 'duplicate'
  if (created.status !== 201) return created.body.code
  const removed = await client.removeComment${n}({ params: { id: created.body.id, comment: '7' } })
  if (removed.status === 403) return removed.body.code === 'not_yours' ? 'not mine' : 'not allowed'
  return removed.status === 204 ? (first ?? '') : removed.body.title
}
`
}
