import { createRouter, HttpError } from '@gimbal/core'
import { bearer } from '@gimbal/core/middleware'
import type { Services } from './services.ts'
import { hashToken } from './token.ts'
import type { Account } from './views.ts'

/** Who is signed in, and with which token. */
export interface Caller {
  readonly user: Account
  readonly tokenHash: string
}

/** Who may see the account that a token belongs to; one query finds both. */
export const signedIn = bearer({
  check: async (token, { db }: Services): Promise<Caller | undefined> => {
    const tokenHash = hashToken(token)
    if (tokenHash === undefined) return undefined
    const user = await db.user.findFirst({
      where: { sessions: { some: { tokenHash, expiresAt: { gt: new Date() } } } },
      select: { id: true, name: true, email: true, createdAt: true },
    })
    return user ? { user, tokenHash } : undefined
  },
})

export const route = createRouter<Services>()

/** Routes whose handlers find the `caller`. */
export const signedInRoute = route.with({ guards: { caller: signedIn } })

/** For an account that was deleted while its owner's request was underway. */
export function accountGone(): HttpError {
  return new HttpError(401, {
    code: 'invalid_token',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}
