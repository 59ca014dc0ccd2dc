/**
 * The longest time that an operation waits for the database, in milliseconds. It is shorter than
 * 5 s, so that a request can still get 503 within 5 s.
 */
export const OPERATION_TIMEOUT_MS = 4_500

/**
 * Returns the result of `work`, or throws after `milliseconds`. It does not cancel the work: a write
 * may still be applied after the error.
 *
 * The error has the code ETIMEDOUT, so that `classifyDatabaseError` recognises it.
 *
 * @example
 * await withTimeout(4_500, () => db.user.count())
 */
export async function withTimeout<Result>(
  milliseconds: number,
  work: () => PromiseLike<Result>,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseTimeoutError(milliseconds)), milliseconds)
  })
  try {
    return await Promise.race([work(), timeout])
  } finally {
    clearTimeout(timer)
  }
}

class DatabaseTimeoutError extends Error {
  override readonly name = 'DatabaseTimeoutError'
  readonly code = 'ETIMEDOUT'

  constructor(milliseconds: number) {
    super(`the database took longer than ${String(milliseconds)} ms`)
  }
}
