import { HttpError } from '@gimbal/core'

/** Lets a few pieces of work run at once and a few more wait. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * Makes a gate for expensive work; who comes when the queue is full is told to come back (503 `busy`).
 *
 * @example
 * const gate = createGate({ running: 2, waiting: 16 })
 * const hash = await gate(() => derive(password))
 */
export function createGate(limit: { readonly running: number; readonly waiting: number }): Gate {
  const queue: (() => void)[] = []
  let running = 0

  const enter = async (): Promise<void> => {
    if (running < limit.running) {
      running++
      return
    }
    if (queue.length >= limit.waiting) {
      throw new HttpError(503, { code: 'busy', headers: { 'retry-after': '2' } })
    }
    // Who leaves hands the place over, so that nobody slips in between.
    await new Promise<void>((resolve) => queue.push(resolve))
  }
  const leave = (): void => {
    const next = queue.shift()
    if (next) next()
    else running--
  }

  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
