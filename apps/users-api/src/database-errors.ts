import { HttpError, isHttpError } from '@gimbal/core'

// The clients of @gimbal/db throw HttpErrors; routes handle these two themselves.

/** Returns true if a unique value is taken, or if a referenced row is gone. */
export function isConflict(error: unknown): boolean {
  return isHttpError(error) && error.status === 409
}

/** Returns true if the row to change does not exist, or no longer has the expected values. */
export function isNotFound(error: unknown): boolean {
  return isHttpError(error) && error.status === 404
}

/** For a row that changed after it was read: a repeated request will see the new row. */
export function changedMeanwhile(): HttpError {
  return new HttpError(503, { code: 'busy', headers: { 'retry-after': '1' } })
}
