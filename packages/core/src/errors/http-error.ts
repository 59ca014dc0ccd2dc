import { type CoreProblemCode, problemCodes } from './problem-codes.ts'
import { defaultCode } from './problem.ts'
import { assertStatus, isObject, isStatus } from './assertions.ts'
import type { ProblemIssue } from './limit-issues.ts'

/** Response headers as a plain object; an array where HTTP allows several values. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

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
  override readonly name: string = 'HttpError'
  declare readonly status: number
  declare readonly code: string
  declare readonly detail: string | undefined
  declare readonly headers: ReplyHeaders | undefined
  declare readonly errors: readonly ProblemIssue[] | undefined

  constructor(status: number, options: HttpErrorOptions = {}) {
    assertStatus('an HttpError status', status, 400)
    const { code = defaultCode(status), detail, headers, errors } = options
    super(`${status} ${code}`, options)
    Object.assign(this, { status, code, detail, headers, errors })
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
  if (!isObject(value)) return false
  const { name, status, code, detail = '', headers = {}, errors = [] } = value as Partial<HttpError>
  return (
    name === 'HttpError' &&
    isStatus(status, 400) &&
    typeof code === 'string' &&
    typeof detail === 'string' &&
    isObject(headers) &&
    Array.isArray(errors)
  )
}

/** An error of core, without a detail: the same bytes on every host, whatever its engine says. */
export function coreError(
  code: CoreProblemCode,
  options?: Omit<HttpErrorOptions, 'code'>,
): HttpError {
  return new HttpError(problemCodes[code], { ...options, code })
}
