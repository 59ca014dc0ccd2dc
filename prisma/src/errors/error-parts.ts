/** The content of one error object, without the errors that it wraps. */
export interface ErrorPart {
  /** The codes of the object, the most exact one first. */
  readonly codes: readonly string[]
  readonly message: string
  readonly constraint: string | undefined
}

/**
 * Lists an error and the errors that it wraps in `meta.driverAdapterError`, `cause` and `errors`,
 * the outermost first.
 *
 * @example
 * errorParts(error).flatMap((part) => part.codes) // ['P2010', '28P01', 'AuthenticationFailed']
 */
export function errorParts(error: unknown): ErrorPart[] {
  const parts: ErrorPart[] = []
  const seen = new Set<unknown>()
  const queue: unknown[] = [error]
  while (queue.length > 0 && seen.size < MAX_PARTS) {
    const value = queue.shift()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const { code, originalCode, kind, message, meta, cause, errors, constraint } =
      value as UnknownError
    parts.push({
      codes: [originalCode, code, kind].filter((each) => typeof each === 'string'),
      message: textOrUndefined(message) ?? '',
      constraint: textOrUndefined(constraint?.index) ?? constraint?.fields?.join(','),
    })
    queue.push(
      meta?.driverAdapterError,
      code === 'P6000' ? accelerateError(meta) : undefined,
      cause,
      ...(Array.isArray(errors) ? (errors as unknown[]) : []),
    )
  }
  return parts
}

// A chain of causes may be circular or very long.
const MAX_PARTS = 16

/**
 * Accelerate sends the message of a driver error that has no code. If it sends nothing, the
 * response did not come from Accelerate.
 */
function accelerateError(meta: UnknownError['meta']): object {
  const { modelName: _, ...answer } = meta ?? {}
  if (Object.keys(answer).length === 0) return { code: 'P5010' }
  return { message: answer.error }
}

interface UnknownError {
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

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
