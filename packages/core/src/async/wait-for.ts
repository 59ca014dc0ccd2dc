/**
 * Waits until something holds that other requests bring about, and says whether it does; after
 * `timeoutMs` milliseconds it gives up.
 *
 * It looks again and again, by timers of its own: nothing that one request awaits may be settled by
 * another. In a Worker the code that goes on could then run in the other request, whose end ends it
 * too, and which may touch nothing of the first.
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

/** In milliseconds; what is waited for, a query or a hash, takes several times as long. */
const INTERVAL = 10
