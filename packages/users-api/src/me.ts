import { empty, problem } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import { changedMeanwhile, isConflict, isMissing } from './database-errors.ts'
import { accountGone, signedInRoute } from './guards.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { User, UserChanges } from './schemas.ts'
import { emailKeyOf, userView } from './views.ts'

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
  handler: async ({ body, caller, reply }, { db }) => {
    const { currentPassword, ...changes } = body
    const { id } = caller.user
    let passwordHash: string | undefined
    if (currentPassword !== undefined) {
      passwordHash = await passwordHashOf(db, id)
      const isRight = await verifyPassword(currentPassword, passwordHash)
      if (!isRight) return reply(403, 'wrong_password')
    }
    if (Object.keys(changes).length === 0) return reply(200, userView(caller.user))
    const data = await columnsOf(changes, caller.tokenHash)
    try {
      // The hash stands beside the id so that a password is good for one change of it.
      const where = passwordHash === undefined ? { id } : { id, passwordHash }
      return reply(200, userView(await db.user.update({ where, data, select: columns })))
    } catch (error) {
      if (isConflict(error)) return reply(409, 'email_taken')
      if (isMissing(error)) throw passwordHash === undefined ? accountGone() : changedMeanwhile()
      throw error
    }
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

interface Changes {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
}

async function columnsOf({ name, email, password }: Changes, tokenHash: string) {
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
