/** How long a session lasts, in seconds: seven days. */
export const SESSION_LIFETIME = 604_800
/** How many sessions an account has at most. */
export const MAX_SESSIONS = 100

/**
 * Selects the sessions that are alive: neither expired nor unused for three days.
 *
 * @example
 * db.session.findMany({ where: { userId, ...aliveAt(new Date()) } })
 */
export function aliveAt(now: Date) {
  return { expiresAt: { gt: now }, lastUsedAt: { gt: before(now, MAX_IDLE) } }
}

/** Selects the sessions that have expired or were unused for three days. */
export function endedAt(now: Date) {
  return {
    OR: [{ expiresAt: { lte: now } }, { lastUsedAt: { lte: before(now, MAX_IDLE) } }],
  }
}

/** Selects the sessions whose last use was saved more than an hour ago. */
export function notUsedLatelyAt(now: Date) {
  return { lastUsedAt: { lt: before(now, USE_INTERVAL) } }
}

const MAX_IDLE = 3 * 86_400
const USE_INTERVAL = 3_600

function before(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000)
}
