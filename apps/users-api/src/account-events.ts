import type { HttpRequest } from '@gimbal/core'

/** The account events in the log, each with its level. */
const LEVELS = {
  account_created: 'info',
  account_deleted: 'info',
  email_changed: 'info',
  password_changed: 'info',
  session_ended: 'info',
  sign_in: 'info',
  sign_in_failed: 'warn',
  sign_out: 'info',
  /** The current password was wrong, in a request with a valid token. */
  wrong_password: 'warn',
} as const

/**
 * Writes an event to the log, with the request id, the client's address and the account's id: the
 * id
 * from the guard or the one given here. The event has no name, e-mail, password or token.
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
