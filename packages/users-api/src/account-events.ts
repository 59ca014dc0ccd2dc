import type { HttpRequest } from '@gimbal/core'

/** What the log tells of accounts, beside its line for each request. */
const LEVELS = {
  account_created: 'info',
  account_deleted: 'info',
  email_changed: 'info',
  password_changed: 'info',
  session_ended: 'info',
  sign_in: 'info',
  sign_in_failed: 'warn',
  sign_out: 'info',
  /** The current password, beside a valid token. */
  wrong_password: 'warn',
} as const

/**
 * Writes an event to the log, with the request's id and the client's address. The only name of an
 * account in it is its id, the guard's or the one given here.
 *
 * @example
 * logEvent(request, 'sign_in', user.id)
 */
export function logEvent(
  request: Pick<HttpRequest, 'log'>,
  event: keyof typeof LEVELS,
  accountId?: number,
): void {
  const subject = accountId === undefined ? {} : { subject: String(accountId) }
  request.log(event, { level: LEVELS[event], ...subject })
}
