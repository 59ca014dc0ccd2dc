import { routeFor, HttpError } from '@gimbal/core'
import { bearer } from '@gimbal/core/middleware'
import type { Services } from './services.ts'
import { aliveAt, notUsedLatelyAt } from './session-lifetime.ts'
import { markSessionUse } from './session-use.ts'
import { hashToken } from './token.ts'
import { type Account, accountColumns } from './views.ts'

/** The signed-in account and the hash of its token. */
export interface Caller {
  readonly user: Account
  readonly tokenHash: string
}

/** Authenticates a bearer token; one query finds the session and the account. */
export const signedIn = bearer({
  verify: async (token, { db }: Services, request): Promise<Caller | undefined> => {
    const tokenHash = hashToken(token)
    if (tokenHash === undefined) return undefined
    const now = new Date()
    const found = await db.user.findFirst({
      where: { sessions: { some: { tokenHash, ...aliveAt(now) } } },
      select: {
        ...accountColumns,
        // 1 if the session's last use should be saved; counted in the same query.
        _count: { select: { sessions: { where: { tokenHash, ...notUsedLatelyAt(now) } } } },
      },
    })
    if (!found) return undefined
    const { _count, ...user } = found
    if (_count.sessions > 0) markSessionUse(request, tokenHash)
    return { user, tokenHash }
  },
  subject: ({ user }) => user.id,
})

export const route = routeFor<Services>()

/** Routes whose handlers get the `caller`. */
export const signedInRoute = route.with({ guards: { caller: signedIn } })

/** For an account that was deleted while its owner's request was underway. */
export function accountGone(): HttpError {
  return new HttpError(401, {
    code: 'invalid_token',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
}
