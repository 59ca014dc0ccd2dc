/**
 * Waits until a condition holds that other requests bring about. Returns false if it does not hold
 * within `timeoutMs` milliseconds.
 *
 * It polls with its own timers, because one request must not await a promise that another settles:
 * in a Worker the continuation could run in the context of the other request. It would be cancelled
 * when that request ends, and it could not use the I/O objects of its own request.
 *
 * @example
 * await waitFor(() => queue.length === 0, 5_000)
 */
export async function waitFor(holds: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (!holds()) {
    const left = end - performance.now()
    if (left <= 0) return false
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, INTERVAL)))
  }
  return true
}

/** In milliseconds. The awaited work, a query or a hash, takes several times as long. */
const INTERVAL = 10
