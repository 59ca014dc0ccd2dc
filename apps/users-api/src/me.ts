import { noContent, problem } from '@gimbal/core'
import { logEvent } from './account-events.ts'
import { changeAccount, deleteAccount, verifyCaller } from './change-account.ts'
import { isConflict } from './database-errors.ts'
import { signedInRoute } from './guards.ts'
import { hashLimiter } from './password.ts'
import { AccountDeletion, User, UserChanges } from './schemas.ts'
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
  handler: async (request, { db }) => {
    const { body, caller, reply } = request
    const { currentPassword, ...given } = body
    // An unchanged address ends no session.
    const isNewEmail = given.email !== undefined && given.email !== caller.user.email
    const changes = { ...given, email: isNewEmail ? given.email : undefined }
    if (currentPassword === undefined) {
      return reply(200, userView(await changeAccount(db, caller, { changes })))
    }
    const account = emailKeyOf(caller.user.email)
    return hashLimiter({ request, account }, async () => {
      const passwordHash = await verifyCaller(db, caller, currentPassword)
      if (passwordHash === undefined) {
        logEvent(request, 'wrong_password')
        return reply(403, 'wrong_password')
      }
      try {
        const user = await changeAccount(db, caller, { changes, passwordHash })
        if (changes.password !== undefined) logEvent(request, 'password_changed')
        if (isNewEmail) logEvent(request, 'email_changed')
        return reply(200, userView(user))
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
  body: AccountDeletion,
  responses: {
    204: noContent,
    403: problem('wrong_password'),
    503: problem('busy', 'unavailable'),
  },
  handler: async (request, { db }) => {
    const { body, caller, reply } = request
    const account = emailKeyOf(caller.user.email)
    return hashLimiter({ request, account }, async () => {
      const passwordHash = await verifyCaller(db, caller, body.currentPassword)
      if (passwordHash === undefined) {
        logEvent(request, 'wrong_password')
        return reply(403, 'wrong_password')
      }
      await deleteAccount(db, caller, passwordHash)
      logEvent(request, 'account_deleted')
      return reply(204)
    })
  },
})
