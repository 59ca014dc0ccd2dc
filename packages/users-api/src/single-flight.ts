/**
 * Lets work on one key wait until earlier work on it is done; it is told what that gave, `undefined`
 * where there was none or it failed.
 *
 * @example
 * await singleFlight(email, async (earlier) => earlier ?? register(email))
 */
export async function singleFlight<Result>(
  key: string,
  work: (earlier: Result | undefined) => Promise<Result>,
): Promise<Result> {
  const before = underway.get(key) as Promise<Result> | undefined
  const mine = work(before && (await resultOf(before)))
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

async function resultOf<Result>(work: Promise<Result>): Promise<Result | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE)
  })
  try {
    return await Promise.race([work.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
