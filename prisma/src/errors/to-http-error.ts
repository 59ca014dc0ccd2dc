import { HttpError, isHttpError } from '@gimbal/core'
import { classifyDatabaseError } from './classify-database-error.ts'

/**
 * Converts a known database error to the `HttpError` that the HTTP client sees. It returns every
 * other error unchanged.
 *
 * @example
 * try { await db.user.create({ data }) } catch (error) { throw toHttpError(error) }
 */
export function toHttpError(error: unknown): unknown {
  if (isHttpError(error)) return error
  const found = classifyDatabaseError(error)
  switch (found?.kind) {
    case undefined:
      return error
    case 'unique':
    case 'foreign_key':
      return new HttpError(409, { code: 'conflict', cause: error })
    case 'not_found':
    case 'out_of_range': // an id that is too large for int4, so no row has it
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
