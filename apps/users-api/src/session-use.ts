import type { BaseRequest, Middleware } from '@gimbal/core'
import type { Db } from '@gimbal/db'
import type { Services } from './services.ts'
import { notUsedLatelyAt } from './session-lifetime.ts'

// Set by the guard of a request. Middleware and guards see the same request object.
const usedSessions = new WeakMap<BaseRequest, string>()

/** Marks the session of a request as used, for `recordSessionUse` to save. */
export function markSessionUse(request: BaseRequest, tokenHash: string): void {
  usedSessions.set(request, tokenHash)
}

/**
 * Saves when a session was last used, after the handler is done. The client does not wait for it;
 * a
 * failure is logged and does not change the response.
 *
 * @example
 * createApp({ routes, use: [recordSessionUse()] })
 */
export function recordSessionUse(): Middleware<Services> {
  return async (request, services, next) => {
    const response = await next()
    const tokenHash = usedSessions.get(request)
    // `services.db` makes a client in a Worker, so it is read only where it is needed.
    if (tokenHash !== undefined) request.waitUntil(recordUse(services.db, tokenHash))
    return response
  }
}

async function recordUse(db: Db, tokenHash: string): Promise<void> {
  const lastUsedAt = new Date()
  // If several requests come here at once, one of them writes.
  await db.session.updateMany({
    where: { tokenHash, ...notUsedLatelyAt(lastUsedAt) },
    data: { lastUsedAt },
  })
}
