import type { DatabaseError } from './database-error.ts'
import { KIND_OF_CODE, UNAVAILABLE_CODES, UNAVAILABLE_MESSAGES } from './error-codes.ts'
import { errorParts } from './error-parts.ts'

/**
 * Returns the meaning of a database error; `undefined` means a bug, or an error of another origin.
 *
 * @example
 * if (classifyDatabaseError(error)?.kind === 'unique') return reply(409, 'email_taken')
 */
export function classifyDatabaseError(error: unknown): DatabaseError | undefined {
  const parts = errorParts(error)
  for (const { codes } of parts) {
    const [code] = codes
    if (code === undefined) continue
    const reason = UNAVAILABLE_CODES.get(code)
    if (reason) return { kind: 'unavailable', reason }
    const kind = KIND_OF_CODE.get(code)
    if (kind === 'unique' || kind === 'foreign_key')
      return { kind, constraint: parts.find((part) => part.constraint)?.constraint }
    if (kind) return { kind }
  }
  // pg, fetch and the sockets of workerd throw errors without a code, so their messages decide.
  for (const { codes, message } of parts) {
    if (codes.length > 0) continue
    const reason = UNAVAILABLE_MESSAGES.find(([pattern]) => pattern.test(message))?.[1]
    if (reason) return { kind: 'unavailable', reason }
  }
  return undefined
}
