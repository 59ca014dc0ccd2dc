import { HttpError, isHttpError } from '@gimbal/core'

// The clients of @gimbal/db throw HttpErrors; these two mean more where they come from.

/** A unique column has the value already, or the row that another should point to is gone. */
export function isConflict(error: unknown): boolean {
  return isHttpError(error) && error.status === 409
}

/** The row to be changed is not there, or no longer as it was asked for. */
export function isNotFound(error: unknown): boolean {
  return isHttpError(error) && error.status === 404
}

/** For a row that has changed since it was read: the same request will find it as it is now. */
export function changedMeanwhile(): HttpError {
  return new HttpError(503, { code: 'busy', headers: { 'retry-after': '1' } })
}
