import type { BaseRequest, Middleware } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import type { Services } from './services.ts'
import { notUsedLatelyAt } from './session-lifetime.ts'

// What the guard of a request has found; middleware and guards see the same request object.
const usedSessions = new WeakMap<BaseRequest, string>()

/** Notes that a session is in use, for `recordSessionUse` to write down. */
export function markSessionUse(request: BaseRequest, tokenHash: string): void {
  usedSessions.set(request, tokenHash)
}

/**
 * Writes down when a session was used, after the handler is done: the client does not wait for it,
 * and a failure is logged and changes no answer.
 *
 * @example
 * createApp({ routes, use: [recordSessionUse()] })
 */
export function recordSessionUse(): Middleware<Services> {
  return async (request, services, next) => {
    const response = await next()
    const tokenHash = usedSessions.get(request)
    // A client of the database is made only for those who need one.
    if (tokenHash !== undefined) request.waitUntil(recordUse(services.db, tokenHash))
    return response
  }
}

async function recordUse(db: Db, tokenHash: string): Promise<void> {
  const lastUsedAt = new Date()
  // Of several requests that come here at once, one writes.
  await db.session.updateMany({
    where: { tokenHash, ...notUsedLatelyAt(lastUsedAt) },
    data: { lastUsedAt },
  })
}
