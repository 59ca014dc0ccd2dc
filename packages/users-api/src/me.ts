import { empty, type Out, problem } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import { changedMeanwhile, isConflict, isNotFound } from './database-errors.ts'
import { accountGone, type Caller, signedInRoute } from './guards.ts'
import { hashLimiter, hashPassword, verifyPassword } from './password.ts'
import { User, UserChanges } from './schemas.ts'
import { type Account, emailKeyOf, userView } from './views.ts'

export const getMe = signedInRoute({
  method: 'GET',
  path: '/users/me',
  responses: { 200: User },
  handler: ({ caller, reply }) => reply(200, userView(caller.user)),
})

export const updateMe = signedInRoute({
  method: 'PATCH',
  path: '/users/me',
  body: UserChanges,
  responses: {
    200: User,
    403: problem('wrong_password'),
    409: problem('email_taken'),
    503: problem('busy', 'unavailable'),
  },
  handler: async (request, { db }) => {
    const { body, caller, reply } = request
    const { currentPassword, ...changes } = body
    if (currentPassword === undefined) {
      return reply(200, userView(await change(db, caller, { changes })))
    }
    const account = emailKeyOf(caller.user.email)
    return hashLimiter({ request, account }, async () => {
      const passwordHash = await passwordHashOf(db, caller.user.id)
      const isRight = await verifyPassword(currentPassword, passwordHash)
      if (!isRight) return reply(403, 'wrong_password')
      try {
        return reply(200, userView(await change(db, caller, { changes, passwordHash })))
      } catch (error) {
        if (isConflict(error)) return reply(409, 'email_taken')
        throw error
      }
    })
  },
})

export const deleteMe = signedInRoute({
  method: 'DELETE',
  path: '/users/me',
  responses: { 204: empty },
  handler: async ({ caller, reply }, { db }) => {
    // The sessions go with their user.
    await db.user.deleteMany({ where: { id: caller.user.id } })
    return reply(204)
  },
})

const columns = { id: true, name: true, email: true, createdAt: true } as const

async function passwordHashOf(db: Db, id: number): Promise<string> {
  const found = await db.user.findUnique({ where: { id }, select: { passwordHash: true } })
  if (!found) throw accountGone()
  return found.passwordHash
}

interface Change {
  readonly changes: Omit<Out<typeof UserChanges>, 'currentPassword'>
  /** The one that the current password fits, where it was needed. */
  readonly passwordHash?: string
}

async function change(db: Db, caller: Caller, { changes, passwordHash }: Change): Promise<Account> {
  const { id } = caller.user
  const data = await columnsOf(changes, caller.tokenHash)
  if (Object.keys(data).length === 0) return caller.user
  try {
    // The hash stands beside the id so that a password is good for one change of it.
    const where = passwordHash === undefined ? { id } : { id, passwordHash }
    return await db.user.update({ where, data, select: columns })
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw passwordHash === undefined ? accountGone() : changedMeanwhile()
  }
}

async function columnsOf({ name, email, password }: Change['changes'], tokenHash: string) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, emailKey: emailKeyOf(email) }),
    ...(password === undefined
      ? {}
      : {
          passwordHash: await hashPassword(password),
          // Whoever knew the old password is signed out.
          sessions: { deleteMany: { tokenHash: { not: tokenHash } } },
        }),
  }
}
