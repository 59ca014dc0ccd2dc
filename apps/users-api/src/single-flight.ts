import { waitFor } from '@gimbal/core/adapter'

/**
 * Runs work on one key after earlier work on the same key is done. Passes on the earlier result,
 * or
 * `undefined` if there was none or it failed.
 *
 * @example
 * await singleFlight(email, async (earlier) => earlier ?? register(email))
 */
export async function singleFlight<Result>(
  key: string,
  work: (earlier: Result | undefined) => Promise<Result>,
): Promise<Result> {
  const before = underway.get(key) as Flight<Result> | undefined
  const mine: Flight<Result> = { isOver: false, result: undefined }
  underway.set(key, mine)
  try {
    // Limited, since a Worker drops the work of a request whose client left.
    if (before) await waitFor(() => before.isOver, PATIENCE)
    mine.result = await work(before?.result)
    return mine.result
  } finally {
    mine.isOver = true
    if (underway.get(key) === mine) underway.delete(key)
  }
}

interface Flight<Result> {
  isOver: boolean
  result: Result | undefined
}

const underway = new Map<string, Flight<unknown>>()
const PATIENCE = 3_000
