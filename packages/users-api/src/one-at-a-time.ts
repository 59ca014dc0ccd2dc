/**
 * Lets work on one key wait until earlier work on it is done, so that it finds what that left.
 *
 * @example
 * await oneAtATime(email, async () => { if (!(await exists(email))) await create(email) })
 */
export async function oneAtATime<Result>(
  key: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const earlier = underway.get(key)
  if (earlier) await settled(earlier)
  const mine = work()
  underway.set(key, mine)
  try {
    return await mine
  } finally {
    if (underway.get(key) === mine) underway.delete(key)
  }
}

const underway = new Map<string, Promise<unknown>>()
// A Worker forgets the work of a request whose client left, so nobody waits for it for ever.
const PATIENCE = 3_000

async function settled(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)))
  await Promise.race([work.catch(() => undefined), late])
  clearTimeout(timer)
}
