/**
 * How long anybody waits for one answer of the database, in milliseconds: a request should learn
 * within 5 s that there is none, whatever the reason.
 */
export const PATIENCE = 4_500

/**
 * Gives what the work gives, or an error when that takes too long. The work itself goes on: what it
 * writes may still be written.
 *
 * @example
 * await within(PATIENCE, () => db.user.count())
 */
export async function within<Result>(
  milliseconds: number,
  work: () => PromiseLike<Result>,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError(milliseconds)), milliseconds)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

class LateError extends Error {
  override readonly name = 'LateError'
  readonly code = 'ETIMEDOUT'

  constructor(milliseconds: number) {
    super(`the database took longer than ${String(milliseconds)} ms`)
  }
}
