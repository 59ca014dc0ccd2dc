import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeAccount, deleteAccount } from '../src/change-account.ts'
import type { Caller } from '../src/guards.ts'
import { hashToken } from '../src/token.ts'
import { type Api, startApi } from './api.ts'
import { startNode } from './start-node.ts'

// Changes by another request after the password was verified and before the account is written.

let api: Api
beforeAll(async () => {
  api = await startApi(startNode)
}, 60_000)
afterAll(() => api.stop())

async function createCaller(): Promise<Caller & { readonly passwordHash: string }> {
  const { id, token } = await api.person()
  const { passwordHash, ...user } = await api.db.user.findUniqueOrThrow({ where: { id } })
  return { user, passwordHash, tokenHash: hashToken(token)! }
}

const rowOf = ({ user: { id } }: Caller) => api.db.user.findUnique({ where: { id } })
const busy = { status: 503, code: 'busy' }
const changes = { name: 'Grace' }

test('changes and deletes nothing if the password was changed meanwhile', async () => {
  const caller = await createCaller()
  const { passwordHash } = caller
  await api.db.user.update({ where: { id: caller.user.id }, data: { passwordHash: 'another' } })
  const before = await rowOf(caller)
  await expect(changeAccount(api.db, caller, { changes, passwordHash })).rejects.toMatchObject(busy)
  await expect(deleteAccount(api.db, caller, passwordHash)).rejects.toMatchObject(busy)
  expect(await rowOf(caller)).toEqual(before)
})

test('changes and deletes nothing if the session was ended meanwhile', async () => {
  const caller = await createCaller()
  const { passwordHash, tokenHash } = caller
  await api.session(caller.user.id)
  await api.db.session.delete({ where: { tokenHash } })
  const before = await rowOf(caller)
  await expect(changeAccount(api.db, caller, { changes, passwordHash })).rejects.toMatchObject(busy)
  await expect(deleteAccount(api.db, caller, passwordHash)).rejects.toMatchObject(busy)
  expect(await rowOf(caller)).toEqual(before)
})

test.each([
  ['two e-mails', [{ email: 'one' }, { email: 'two' }]],
  ['an e-mail and a password', [{ email: 'one' }, { password: 'another password' }]],
])('of two simultaneous changes, of %s, by two sessions, only one succeeds', async (_, all) => {
  const caller = await createCaller()
  const other = { ...caller, tokenHash: hashToken(await api.session(caller.user.id))! }
  const { passwordHash, user } = caller
  const changed = all.map((each) => {
    const email = 'email' in each ? { email: `${each.email}.${user.email}` } : {}
    return { ...each, ...email }
  })
  const unlock = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const lock = api.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${user.id} FOR UPDATE`
    locked.resolve()
    await unlock.promise
  })
  await locked.promise
  const results = [caller, other].map((each, index) =>
    changeAccount(api.db, each, { changes: changed[index]!, passwordHash }).then(
      () => 'changed',
      ({ code }: { code: string }) => code,
    ),
  )
  // Both requests have started and wait for the row lock.
  await expect.poll(waitingForLocks).toBe(2)
  unlock.resolve()
  await lock
  expect((await Promise.all(results)).sort()).toEqual(['busy', 'changed'])
  expect(await api.db.session.count({ where: { userId: user.id } })).toBe(1)
})

async function waitingForLocks(): Promise<number> {
  const [row] = await api.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
  return row!.count
}

test('refuses a request whose account was deleted meanwhile', async () => {
  const caller = await createCaller()
  const { passwordHash } = caller
  await deleteAccount(api.db, caller, passwordHash)
  expect(await rowOf(caller)).toBeNull()
  await expect(changeAccount(api.db, caller, { changes })).rejects.toMatchObject({ status: 401 })
  await expect(changeAccount(api.db, caller, { changes, passwordHash })).rejects.toMatchObject(busy)
  await expect(deleteAccount(api.db, caller, passwordHash)).rejects.toMatchObject(busy)
})
