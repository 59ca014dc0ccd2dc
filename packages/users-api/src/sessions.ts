import { defineProblem, empty, problem } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import { changedMeanwhile, isNotFound } from './database-errors.ts'
import { route, signedInRoute } from './guards.ts'
import { hashLimiter, hashPassword, needsRehash, verifyPassword } from './password.ts'
import { Credentials, RowId, Session, SessionList } from './schemas.ts'
import { createToken, hashToken, TOKEN_LIFETIME } from './token.ts'
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
        select: { id: true, passwordHash: true },
      })
      const isRight = await verifyPassword(body.password, user?.passwordHash)
      if (!user || !isRight) {
        // Every 401 names a scheme (RFC 9110 §15.5.2).
        return reply(401, 'invalid_credentials', { headers: { 'www-authenticate': 'Bearer' } })
      }
      const accessToken = await openSession(db, user, body.password)
      return reply(201, { accessToken, tokenType: 'Bearer', expiresIn: TOKEN_LIFETIME })
    })
  },
})

export const listSessions = signedInRoute({
  method: 'GET',
  path: '/sessions',
  responses: { 200: SessionList },
  handler: async ({ caller, reply }, { db }) => {
    const sessions = await db.session.findMany({
      where: { userId: caller.user.id, expiresAt: { gt: new Date() } },
      orderBy: { id: 'asc' },
    })
    const data = sessions.map(({ id, createdAt, expiresAt, tokenHash }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      current: tokenHash === caller.tokenHash,
    }))
    return reply(200, { data })
  },
})

export const deleteCurrentSession = signedInRoute({
  method: 'DELETE',
  path: '/sessions/current',
  responses: { 204: empty },
  handler: async ({ caller, reply }, { db }) => {
    await db.session.deleteMany({ where: { tokenHash: caller.tokenHash } })
    return reply(204)
  },
})

export const deleteSession = signedInRoute({
  method: 'DELETE',
  path: '/sessions/:id',
  params: RowId,
  responses: { 204: empty, 404: problem('not_found') },
  handler: async ({ params, caller, reply }, { db }) => {
    const { count } = await db.session.deleteMany({
      where: { id: params.id, userId: caller.user.id },
    })
    return count > 0 ? reply(204) : reply(404, 'not_found')
  },
})

/** Gives the token of a new session, in one transaction with what else a sign-in does. */
async function openSession(
  db: Db,
  { id, passwordHash }: { readonly id: number; readonly passwordHash: string },
  password: string,
): Promise<string> {
  const accessToken = createToken()
  const now = Date.now()
  try {
    await db.user.update({
      // Writing to the row makes a change of the password wait or be seen, so that none leaves
      // behind a session that was opened with the old one.
      where: { id, passwordHash },
      data: {
        passwordHash: await upToDate(passwordHash, password),
        sessions: {
          deleteMany: { expiresAt: { lte: new Date(now) } },
          create: {
            tokenHash: hashToken(accessToken)!,
            expiresAt: new Date(now + TOKEN_LIFETIME * 1000),
          },
        },
      },
      select: { id: true },
    })
  } catch (error) {
    throw isNotFound(error) ? changedMeanwhile() : error
  }
  return accessToken
}

/** The hash at today's cost. */
async function upToDate(passwordHash: string, password: string): Promise<string> {
  return needsRehash(passwordHash) ? hashPassword(password) : passwordHash
}
