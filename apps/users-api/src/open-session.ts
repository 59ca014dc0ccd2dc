import type { Db, User } from '@gimbal/db'
import { changedMeanwhile, isNotFound } from './database-errors.ts'
import { hashPassword, needsRehash } from './password.ts'
import { endedAt, MAX_SESSIONS, SESSION_LIFETIME } from './session-lifetime.ts'
import { createToken, hashToken } from './token.ts'

/** The account as it was when the password was found to be right. */
export type SignedInAccount = Pick<User, 'id' | 'emailKey' | 'passwordHash'>

/**
 * Opens a session and gives its token. In the same transaction, the sessions that have ended are
 * removed, and the oldest ones where there would be more than `MAX_SESSIONS`.
 *
 * @example
 * const accessToken = await openSession(db, user, body.password)
 */
export async function openSession(
  db: Db,
  account: SignedInAccount,
  password: string,
): Promise<string> {
  const { id, emailKey, passwordHash } = account
  const accessToken = createToken()
  const now = new Date()
  const expiresAt = new Date(now.getTime() + SESSION_LIFETIME * 1000)
  const session = { userId: id, tokenHash: hashToken(accessToken)!, expiresAt, lastUsedAt: now }
  const data = { passwordHash: await upToDate(passwordHash, password) }
  try {
    await db.$transaction([
      // First, for it locks the row: other sign-ins wait, and a change of password or e-mail waits
      // or is seen, so that none leaves behind a session that was opened with the old one.
      db.user.update({ where: { id, emailKey, passwordHash }, data, select: { id: true } }),
      db.session.deleteMany({ where: { userId: id, ...endedAt(now) } }),
      // Prisma deletes by no order.
      db.$executeRaw`
        DELETE FROM "public"."Session" WHERE "id" IN (
          SELECT "id" FROM "public"."Session" WHERE "userId" = ${id}
          ORDER BY "id" DESC OFFSET ${MAX_SESSIONS - 1}
        )`,
      db.session.create({ data: session, select: { id: true } }),
    ])
  } catch (error) {
    throw isNotFound(error) ? changedMeanwhile() : error
  }
  return accessToken
}

/** The hash at today's cost. */
async function upToDate(passwordHash: string, password: string): Promise<string> {
  return needsRehash(passwordHash) ? hashPassword(password) : passwordHash
}
