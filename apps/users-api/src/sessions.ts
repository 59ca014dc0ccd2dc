import { defineProblem, noContent, problem } from '@gimbal/core'
import { logEvent } from './account-events.ts'
import { writeCursor } from './cursor.ts'
import { route, signedInRoute } from './guards.ts'
import { openSession } from './open-session.ts'
import { hashLimiter, verifyPassword } from './password.ts'
import { Credentials, Page, RowId, Session, SessionPage } from './schemas.ts'
import { aliveAt, SESSION_LIFETIME } from './session-lifetime.ts'
import { emailKeyOf } from './views.ts'

const invalidCredentials = defineProblem('invalid_credentials', 401)

export const createSession = route({
  method: 'POST',
  path: '/sessions',
  body: Credentials,
  responses: {
    201: Session,
    401: problem(invalidCredentials),
    503: problem('busy', 'unavailable'),
  },
  handler: async (request, { db }) => {
    const { body, reply } = request
    const emailKey = emailKeyOf(body.email)
    return hashLimiter({ request, account: emailKey }, async () => {
      const user = await db.user.findUnique({
        where: { emailKey },
        select: { id: true, emailKey: true, passwordHash: true },
      })
      const isRight = await verifyPassword(body.password, user?.passwordHash)
      if (!user || !isRight) {
        // Logs the account's id, if there is one, and not the address: people type passwords into
        // the wrong field.
        logEvent(request, 'sign_in_failed', user?.id)
        // Every 401 names a scheme (RFC 9110 §15.5.2).
        return reply(401, 'invalid_credentials', { headers: { 'www-authenticate': 'Bearer' } })
      }
      const accessToken = await openSession(db, user, body.password)
      logEvent(request, 'sign_in', user.id)
      return reply(201, { accessToken, tokenType: 'Bearer', expiresIn: SESSION_LIFETIME })
    })
  },
})

export const listSessions = signedInRoute({
  method: 'GET',
  path: '/sessions',
  query: Page,
  responses: { 200: SessionPage },
  handler: async ({ query, caller, reply }, { db }) => {
    const { limit, cursor } = query
    // One row more than requested shows if there is a next page.
    const sessions = await db.session.findMany({
      where: { userId: caller.user.id, id: { gt: cursor }, ...aliveAt(new Date()) },
      orderBy: { id: 'asc' },
      take: limit + 1,
      select: { id: true, createdAt: true, expiresAt: true, tokenHash: true },
    })
    const data = sessions.slice(0, limit).map(({ id, createdAt, expiresAt, tokenHash }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      current: tokenHash === caller.tokenHash,
    }))
    const last = sessions.length > limit ? data.at(-1) : undefined
    return reply(200, { data, nextCursor: last ? writeCursor(last.id) : null })
  },
})

export const deleteCurrentSession = signedInRoute({
  method: 'DELETE',
  path: '/sessions/current',
  responses: { 204: noContent },
  handler: async (request, { db }) => {
    const { caller, reply } = request
    await db.session.deleteMany({ where: { tokenHash: caller.tokenHash } })
    logEvent(request, 'sign_out')
    return reply(204)
  },
})

export const deleteSession = signedInRoute({
  method: 'DELETE',
  path: '/sessions/:id',
  params: RowId,
  responses: { 204: noContent, 404: problem('not_found') },
  handler: async (request, { db }) => {
    const { params, caller, reply } = request
    const { count } = await db.session.deleteMany({
      where: { id: params.id, userId: caller.user.id },
    })
    if (count === 0) return reply(404, 'not_found')
    logEvent(request, 'session_ended')
    return reply(204)
  },
})
