import { HttpError, isHttpError } from '@gimbal/core'
import { describeDatabaseError } from './error-map.ts'

/**
 * Turns a database error into the HttpError a client should see; anything else comes back as it is.
 *
 * @example
 * try { await db.user.create({ data }) } catch (error) { throw toHttpError(error) }
 */
export function toHttpError(error: unknown): unknown {
  if (isHttpError(error)) return error
  const found = describeDatabaseError(error)
  switch (found?.kind) {
    case undefined:
      return error
    case 'unique':
    case 'foreign_key':
      return new HttpError(409, { code: 'conflict', cause: error })
    case 'not_found':
    case 'out_of_range': // an id beyond int4: such a row cannot exist
      return new HttpError(404, { code: 'not_found', cause: error })
    case 'invalid_text':
      return new HttpError(400, { code: 'invalid_string', cause: error })
    case 'too_large':
      return new HttpError(413, { code: 'body_too_large', cause: error })
    case 'unavailable':
      return new HttpError(503, {
        code: 'unavailable',
        headers: { 'retry-after': '1' },
        cause: error,
      })
  }
}
