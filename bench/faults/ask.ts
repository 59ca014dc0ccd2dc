export interface Answer {
  readonly status: number
  /** The id of the request, which the log has too. */
  readonly id: string | null
  readonly retryAfter: string | null
  /** Whether it is ours: JSON of a resource, or a problem without a word of Prisma. */
  readonly isClean: boolean
  readonly milliseconds: number
  /** When it was whole, by `performance.now()`. */
  readonly at: number
}

/**
 * Sends a request and says how it went; no answer at all is a status of 0.
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

/** Words of a database, a driver or their errors, which are nobody's business outside. */
const TELLING =
  /prisma|postgres|sql|pool|connect|terminat|ECONN|127\.0\.0\.1|\bP\d{4}\b|\b5[37]\w{3}\b/i

export function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** What a client should see of a database that is away: an answer, or the word to come back. */
export function isProper(answer: Answer): boolean {
  return (
    answer.isClean && (isSuccess(answer) || (answer.status === 503 && answer.retryAfter !== null))
  )
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
