import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { openSession, type SignedInAccount } from '../src/open-session.ts'
import { hashToken } from '../src/token.ts'
import { startNode } from './start-node.ts'

let api: Api
beforeAll(async () => {
  api = await startApi(startNode)
}, 60_000)
afterAll(() => api.stop())

const accountOf = ({ id }: Person): Promise<SignedInAccount> =>
  api.db.user.findUniqueOrThrow({ where: { id } })
const sessionsOf = ({ id }: Person): Promise<number> =>
  api.db.session.count({ where: { userId: id } })

test('40 simultaneous sign-ins leave 100 sessions, with their own among them', async () => {
  const person = await api.person()
  const account = await accountOf(person)
  for (let more = 0; more < 80; more++) await api.session(person.id)
  const tokens: string[] = []
  // As many at once as there are connections, as with several isolates.
  const openSome = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++)
      tokens.push(await openSession(api.db, account, person.password))
  }
  await Promise.all(Array.from({ length: 10 }, openSome))
  expect(await sessionsOf(person)).toBe(100)
  const opened = { tokenHash: { in: tokens.map((token) => hashToken(token)!) } }
  expect(await api.db.session.count({ where: opened })).toBe(40)
}, 30_000)

test.for(['passwordHash', 'emailKey'] as const)(
  'opens no session if another request is changing the %s',
  async (column) => {
    const person = await api.person()
    const account = await accountOf(person)
    let outcome: Promise<unknown> | undefined
    await api.db.$transaction(async (tx) => {
      const data = { [column]: `new ${account[column]}` }
      await tx.user.update({ where: { id: account.id }, data })
      outcome = openSession(api.db, account, person.password).catch((error: unknown) => error)
      await expect.poll(waitingForLock).toBe(1)
    })
    expect(await outcome).toMatchObject({ status: 503, code: 'busy' })
    expect(await sessionsOf(person)).toBe(1)
  },
)

test('opens no session if another request is deleting the account', async () => {
  const person = await api.person()
  const account = await accountOf(person)
  let outcome: Promise<unknown> | undefined
  await api.db.$transaction(async (tx) => {
    await tx.user.delete({ where: { id: account.id } })
    outcome = openSession(api.db, account, person.password).catch((error: unknown) => error)
    await expect.poll(waitingForLock).toBe(1)
  })
  expect(await outcome).toMatchObject({ status: 503, code: 'busy' })
  expect(await sessionsOf(person)).toBe(0)
})

async function waitingForLock(): Promise<number> {
  const rows = await api.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
  return rows.length
}
