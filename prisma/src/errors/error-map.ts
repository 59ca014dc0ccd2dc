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
  for (const { code } of parts) {
    if (code === undefined) continue
    const reason = UNAVAILABLE_CODES.get(code)
    if (reason) return { kind: 'unavailable', reason }
    const kind = KIND_OF_CODE.get(code)
    if (kind === 'unique' || kind === 'foreign_key')
      return { kind, constraint: parts.find((part) => part.constraint)?.constraint }
    if (kind) return { kind }
  }
  // pg, fetch and workerd's sockets throw plain errors: words are all there is to go by, where what
  // lies beneath has no code either.
  for (const { code, message } of parts) {
    if (code !== undefined) continue
    const reason = UNAVAILABLE_MESSAGES.find(([pattern]) => pattern.test(message))?.[1]
    if (reason) return { kind: 'unavailable', reason }
  }
  return undefined
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
    const { code, originalCode, kind, message, meta, cause, errors, constraint } = value as Loose
    yield {
      code: text(originalCode) ?? text(code) ?? text(kind),
      message: text(message) ?? '',
      constraint: text(constraint?.index) ?? constraint?.fields?.join(','),
    }
    queue.push(
      meta?.driverAdapterError,
      code === 'P6000' ? wordsOfAccelerate(meta) : undefined,
      cause,
      ...(Array.isArray(errors) ? (errors as unknown[]) : []),
    )
  }
}

/** Accelerate hands on in words what its driver throws without a code; what is empty is not its. */
function wordsOfAccelerate(meta: Loose['meta']): object {
  const { modelName: _, ...answer } = meta ?? {}
  if (Object.keys(answer).length === 0) return { code: 'P5010' }
  return { message: answer.error }
}

interface Loose {
  readonly code?: unknown
  readonly originalCode?: unknown
  readonly kind?: unknown
  readonly message?: unknown
  readonly meta?: {
    readonly driverAdapterError?: unknown
    readonly error?: unknown
    readonly modelName?: unknown
  }
  readonly cause?: unknown
  readonly errors?: unknown
  readonly constraint?: { readonly index?: unknown; readonly fields?: readonly string[] }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
