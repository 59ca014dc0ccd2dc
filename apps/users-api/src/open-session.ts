import type { Db, User } from '@gimbal/db'
import { changedMeanwhile, isNotFound } from './database-errors.ts'
import { hashPassword, needsRehash } from './password.ts'
import { endedAt, MAX_SESSIONS, SESSION_LIFETIME } from './session-lifetime.ts'
import { createToken, hashToken } from './token.ts'

/** The account as it was when its password was verified. */
export type SignedInAccount = Pick<User, 'id' | 'emailKey' | 'passwordHash'>

/**
 * Opens a session and returns its token. The same transaction removes ended sessions, and the
 * oldest
 * ones beyond `MAX_SESSIONS`.
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
      // First, since it locks the row: other sign-ins wait, and a change of password or e-mail
      // either waits or makes this update fail. So no session opened with the old ones remains.
      db.user.update({ where: { id, emailKey, passwordHash }, data, select: { id: true } }),
      db.session.deleteMany({ where: { userId: id, ...endedAt(now) } }),
      // Raw SQL, since Prisma's deleteMany has no order.
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

/** Hashes the password again if the cost has changed. */
async function upToDate(passwordHash: string, password: string): Promise<string> {
  return needsRehash(passwordHash) ? hashPassword(password) : passwordHash
}
