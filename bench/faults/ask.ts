export interface Answer {
  readonly status: number
  /** The request id, which is also in the log. */
  readonly id: string | null
  readonly retryAfter: string | null
  /** True for JSON of a resource, or for a problem without details of the database. */
  readonly isClean: boolean
  readonly milliseconds: number
  /** When the response was complete, by `performance.now()`. */
  readonly at: number
}

/**
 * Sends a request and returns the result; status 0 means that there was no response.
 *
 * @example
 * const { status } = await ask(`${api.url}/users/me`, { token })
 */
export async function ask(
  url: string,
  { token, json, ...init }: RequestInit & { token?: string; json?: object } = {},
): Promise<Answer> {
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (json !== undefined) headers.set('content-type', 'application/json')
  const body = json === undefined ? init.body : JSON.stringify(json)
  const start = performance.now()
  const finish = (status: number, headers: Headers, isClean: boolean): Answer => {
    const at = performance.now()
    const [id, retryAfter] = [headers.get('x-request-id'), headers.get('retry-after')]
    return { status, id, retryAfter, isClean, milliseconds: at - start, at }
  }
  try {
    const response = await fetch(url, { ...init, headers, ...(body ? { body } : {}) })
    const text = await response.text()
    const isProblem = response.headers.get('content-type') === 'application/problem+json'
    const isClean = (response.ok || isProblem) && !TELLING.test(text)
    return finish(response.status, response.headers, isClean)
  } catch {
    return finish(0, new Headers(), false)
  }
}

/** Words of a database, a driver or their errors, which must not reach a client. */
const TELLING =
  /prisma|postgres|sql|pool|connect|terminat|ECONN|127\.0\.0\.1|\bP\d{4}\b|\b5[37]\w{3}\b/i

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/**
 * Returns true for an allowed response while the database fails: a success, or a 503 with
 * Retry-After.
 */
export function isProper(answer: Answer): boolean {
  return (
    answer.isClean && (isSuccess(answer) || (answer.status === 503 && answer.retryAfter !== null))
  )
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
