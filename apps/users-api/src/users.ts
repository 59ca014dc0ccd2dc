import { problem } from '@gimbal/core'
import { logEvent } from './account-events.ts'
import { writeCursor } from './cursor.ts'
import { isConflict } from './database-errors.ts'
import { route, signedInRoute } from './guards.ts'
import { hashLimiter, hashPassword } from './password.ts'
import { NewUser, Page, PublicUser, RowId, User, UserPage } from './schemas.ts'
import { singleFlight } from './single-flight.ts'
import { accountColumns, emailKeyOf, userView } from './views.ts'

export const createUser = route({
  method: 'POST',
  path: '/users',
  body: NewUser,
  responses: { 201: User, 409: problem('email_taken'), 503: problem('busy', 'unavailable') },
  handler: async (request, { db }) => {
    const { body, basePath, reply } = request
    const { name, email, password } = body
    const emailKey = emailKeyOf(email)
    const register = async () => {
      // The unique column decides. This query saves a hash if the address is taken.
      const taken = await db.user.findUnique({ where: { emailKey }, select: { id: true } })
      if (taken) return reply(409, 'email_taken')
      const passwordHash = await hashPassword(password)
      try {
        const user = await db.user.create({
          data: { name, email, emailKey, passwordHash },
          select: accountColumns,
        })
        logEvent(request, 'account_created', user.id)
        return reply(201, userView(user), { location: `${basePath}/users/${user.id}` })
      } catch (error) {
        if (isConflict(error)) return reply(409, 'email_taken')
        throw error
      }
    }
    // Concurrent sign-ups for one e-mail share the first result.
    return singleFlight(emailKey, async (earlier) =>
      earlier ? reply(409, 'email_taken') : hashLimiter({ request, account: emailKey }, register),
    )
  },
})

export const getUser = signedInRoute({
  method: 'GET',
  path: '/users/:id',
  params: RowId,
  responses: { 200: PublicUser, 404: problem('not_found') },
  handler: async ({ params, reply }, { db }) => {
    const user = await db.user.findUnique({ where: { id: params.id }, select: publicColumns })
    return user ? reply(200, user) : reply(404, 'not_found')
  },
})

export const listUsers = signedInRoute({
  method: 'GET',
  path: '/users',
  query: Page,
  responses: { 200: UserPage },
  handler: async ({ query, reply }, { db }) => {
    const { limit, cursor } = query
    // One row more than requested shows if there is a next page.
    const users = await db.user.findMany({
      where: { id: { gt: cursor } },
      orderBy: { id: 'asc' },
      take: limit + 1,
      select: publicColumns,
    })
    const data = users.slice(0, limit)
    const last = users.length > limit ? data.at(-1) : undefined
    return reply(200, { data, nextCursor: last ? writeCursor(last.id) : null })
  },
})

const publicColumns = { id: true, name: true } as const
