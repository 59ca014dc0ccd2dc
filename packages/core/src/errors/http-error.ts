import { type CoreProblemCode, problemCodes } from './problem-codes.ts'
import { defaultCode } from './problem.ts'
import { assertStatus, isObject, isStatus } from './assertions.ts'
import type { ProblemIssue } from './limit-issues.ts'

/** Response headers as a plain object; an array where HTTP allows several values. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[]>>

/** Options of an `HttpError`. The client does not see `cause`; it is logged. */
export interface HttpErrorOptions {
  readonly code?: string
  readonly detail?: string
  readonly headers?: ReplyHeaders
  readonly cause?: unknown
  readonly errors?: readonly ProblemIssue[]
}

/**
 * An error that becomes the response, wherever it is thrown.
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
 * Returns true if a thrown value is an `HttpError` of this or of another copy of the package.
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

/** Creates an error of core. It has no detail, so that the response has the same bytes on every host. */
export function coreError(
  code: CoreProblemCode,
  options?: Omit<HttpErrorOptions, 'code'>,
): HttpError {
  return new HttpError(problemCodes[code], { ...options, code })
}
