import type { Awaitable } from './awaitable.ts'

/**
 * Waits for work, for at most `milliseconds`. After that `onLate` returns the result or throws; the
 * work itself continues.
 *
 * @example
 * await withTimeout(connect(), 1000, () => {
 *   throw new Error('no connection within 1000 ms')
 * })
 */
export function withTimeout<Value>(
  work: Awaitable<Value>,
  milliseconds: number,
  onLate: () => Awaitable<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    // Async, so that an exception becomes a rejection.
    const late = async (): Promise<Value> => onLate()
    const timer = setTimeout(() => resolve(late()), milliseconds)
    const settled = (): void => clearTimeout(timer)
    Promise.resolve(work).then(resolve, reject).finally(settled)
  })
}
