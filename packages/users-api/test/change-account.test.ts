import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeAccount, deleteAccount } from '../src/change-account.ts'
import type { Caller } from '../src/guards.ts'
import { hashToken } from '../src/token.ts'
import { type Api, startApi } from './api.ts'
import { startNode } from './start-node.ts'

// Changes by another request after the password was checked and before the account is written.

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

test('refuses a request whose account was deleted meanwhile', async () => {
  const caller = await createCaller()
  const { passwordHash } = caller
  await deleteAccount(api.db, caller, passwordHash)
  expect(await rowOf(caller)).toBeNull()
  await expect(changeAccount(api.db, caller, { changes })).rejects.toMatchObject({ status: 401 })
  await expect(changeAccount(api.db, caller, { changes, passwordHash })).rejects.toMatchObject(busy)
  await expect(deleteAccount(api.db, caller, passwordHash)).rejects.toMatchObject(busy)
})
