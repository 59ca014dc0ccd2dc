import { defaultCode } from './problem.ts'

/** Response headers as a plain object; an array where HTTP allows several values. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** One thing that a schema refused, with the keys and indexes that lead to it. */
export interface ProblemIssue {
  readonly in: 'body' | 'query' | 'headers'
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What an `HttpError` carries beside its status; `cause` is for the log alone. */
export interface HttpErrorOptions {
  readonly code?: string
  readonly detail?: string
  readonly headers?: ReplyHeaders
  readonly cause?: unknown
  readonly errors?: readonly ProblemIssue[]
}

/**
 * An error that the client sees: thrown anywhere, it becomes the answer.
 *
 * @example
 * throw new HttpError(409, { code: 'email_taken', detail: 'This address has an account.' })
 */
export class HttpError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string | undefined
  readonly headers: ReplyHeaders | undefined
  readonly errors: readonly ProblemIssue[] | undefined

  constructor(status: number, options: HttpErrorOptions = {}) {
    if (!isErrorStatus(status)) {
      throw new RangeError(`HttpError needs an integer status from 400 to 599, not ${status}`)
    }
    const code = options.code ?? defaultCode(status)
    super(`${status} ${code}`, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'HttpError'
    this.status = status
    this.code = code
    this.detail = options.detail
    this.headers = options.headers
    this.errors = options.errors
  }
}

/**
 * Says whether a thrown value is an `HttpError`, made by this copy of the package or by another.
 *
 * @example
 * if (isHttpError(error) && error.code === 'email_taken') await suggestLogin()
 */
export function isHttpError(value: unknown): value is HttpError {
  // Not instanceof: an app may hold two copies of this package.
  if (typeof value !== 'object' || value === null) return false
  const { name, status, code, detail, headers, errors } = value as Partial<HttpError>
  return (
    name === 'HttpError' &&
    isErrorStatus(status) &&
    typeof code === 'string' &&
    (detail === undefined || typeof detail === 'string') &&
    (headers === undefined || (typeof headers === 'object' && headers !== null)) &&
    (errors === undefined || Array.isArray(errors))
  )
}

function isErrorStatus(status: unknown): boolean {
  return Number.isInteger(status) && (status as number) >= 400 && (status as number) <= 599
}
