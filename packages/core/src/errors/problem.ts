import { limitIssues } from './limit-issues.ts'
import type { ProblemIssue } from './limit-issues.ts'
import { problemCodes } from './problem-codes.ts'

/** The body of every error response, with its members in this order. */
export interface ProblemBody {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string | undefined
  readonly code: string
  readonly errors: readonly ProblemIssue[] | undefined
}

/** The members of a problem document that the caller chooses. */
export interface ProblemParts {
  /** @default the code of the status */
  readonly code?: string | undefined
  readonly detail?: string | undefined
  readonly errors?: readonly ProblemIssue[] | undefined
}

/**
 * Builds the canonical error body (RFC 9457), ready for `JSON.stringify`.
 *
 * @example
 * createProblem(404, { code: 'not_found' })
 * // { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found' }
 */
export function createProblem(
  status: number,
  { code = defaultCode(status), detail, errors }: ProblemParts,
): ProblemBody {
  // JSON.stringify omits undefined members.
  const bounded = errors && limitIssues(errors)
  return { type: 'about:blank', title: titleOf(status), status, detail, code, errors: bounded }
}

/**
 * Returns the registered reason phrase of an error status.
 *
 * @example
 * titleOf(422) // 'Unprocessable Content'
 */
export function titleOf(status: number): string {
  return TITLES[status - 400] || (status < 500 ? 'Client Error' : 'Server Error')
}

/**
 * Returns the code of an error that names none: the first of core's codes with its status, else its title.
 *
 * @example
 * defaultCode(413) // 'body_too_large'
 */
export function defaultCode(status: number): string {
  return CODES.get(status) ?? titleOf(status).toLowerCase().replaceAll(' ', '_')
}

// The phrases from status 400 on; an empty entry has no registered phrase.
const TITLES = (
  'Bad Request,Unauthorized,Payment Required,Forbidden,Not Found,Method Not Allowed,' +
  'Not Acceptable,Proxy Authentication Required,Request Timeout,Conflict,Gone,' +
  'Length Required,Precondition Failed,Content Too Large,URI Too Long,' +
  'Unsupported Media Type,Range Not Satisfiable,Expectation Failed,,,,Misdirected Request,' +
  'Unprocessable Content,Locked,Failed Dependency,Too Early,Upgrade Required,,' +
  'Precondition Required,Too Many Requests,,Request Header Fields Too Large' +
  ','.repeat(451 - 431) +
  'Unavailable For Legal Reasons' +
  ','.repeat(500 - 451) +
  'Internal Server Error,Not Implemented,Bad Gateway,Service Unavailable,Gateway Timeout,' +
  'HTTP Version Not Supported,Variant Also Negotiates,Insufficient Storage,Loop Detected,,,' +
  'Network Authentication Required'
).split(',')

const CODES = new Map<number, string>(
  Object.entries(problemCodes)
    .map(([code, status]) => [status, code] as const)
    .reverse(),
)
