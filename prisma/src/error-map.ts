import { KIND_OF_CODE, UNAVAILABLE_CODES, UNAVAILABLE_MESSAGES } from './error-codes.ts'

export type DatabaseError =
  | { readonly kind: 'unique' | 'foreign_key'; readonly constraint: string | undefined }
  | { readonly kind: 'not_found' | 'out_of_range' | 'invalid_text' | 'too_large' }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason }

/**
 * Why there is no answer. With `connection_lost` and `timeout` a write may have happened all the
 * same; with the others it has not.
 */
export type UnavailableReason =
  'unreachable' | 'too_many_connections' | 'pool_wait' | 'connection_lost' | 'timeout' | 'conflict'

/**
 * Says in our words what a database error means, or `undefined` where it is none or our own bug.
 *
 * @example
 * if (describeDatabaseError(error)?.kind === 'unique') return reply(409, 'email_taken')
 */
export function describeDatabaseError(error: unknown): DatabaseError | undefined {
  const parts = [...causes(error)]
  for (const { code, message } of parts) {
    const reason = unavailableReason(code, message)
    if (reason) return { kind: 'unavailable', reason }
    const kind = code === undefined ? undefined : KIND_OF_CODE.get(code)
    if (kind === 'unique' || kind === 'foreign_key')
      return { kind, constraint: parts.find((part) => part.constraint)?.constraint }
    if (kind) return { kind }
  }
  return undefined
}

function unavailableReason(code: string | undefined, message: string) {
  if (code !== undefined) return UNAVAILABLE_CODES.get(code)
  // pg and workerd's sockets throw plain errors, so their words are all there is to go by.
  return UNAVAILABLE_MESSAGES.find(([pattern]) => pattern.test(message))?.[1]
}

interface Part {
  readonly code: string | undefined
  readonly message: string
  readonly constraint: string | undefined
}

/** An error and what the client wrapped in it: `meta.driverAdapterError`, `cause`, `errors`. */
function* causes(error: unknown): Generator<Part> {
  const seen = new Set<unknown>()
  const queue: unknown[] = [error]
  while (queue.length > 0 && seen.size < 16) {
    const value = queue.shift()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const { code, originalCode, message, meta, cause, errors, constraint } = value as Loose
    yield {
      code: text(originalCode) ?? text(code),
      message: text(message) ?? '',
      constraint: text(constraint?.index) ?? constraint?.fields?.join(','),
    }
    queue.push(
      meta?.driverAdapterError,
      cause,
      ...(Array.isArray(errors) ? (errors as unknown[]) : []),
    )
  }
}

interface Loose {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly message?: unknown
  readonly meta?: { readonly driverAdapterError?: unknown }
  readonly cause?: unknown
  readonly errors?: unknown
  readonly constraint?: { readonly index?: unknown; readonly fields?: readonly string[] }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
