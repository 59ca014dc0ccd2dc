import { HttpError } from '@gimbal/core'
import { networkOf } from './client-network.ts'
import { createFairQueue, type Place } from './fair-queue.ts'

export interface Limits {
  /** How many jobs run at once. */
  readonly maxRunning: number
  /** How many jobs may wait. */
  readonly maxWaiting: number
  /** How long a job waits at most, in milliseconds. */
  readonly timeoutMs: number
}

/** The request that asks for work, and the account that the work is about. */
export interface Job {
  readonly request: {
    readonly client: { readonly ip: string | undefined }
    readonly signal: AbortSignal
    readonly waitUntil: (promise: Promise<unknown>) => void
  }
  /** In any form that is unique to the account. */
  readonly account: string
}

export type Limiter = <Result>(job: Job, work: () => Promise<Result>) => Promise<Result>

/**
 * Makes a limiter for expensive work. Waiting jobs take turns by client address and, within an
 * address, by account. When the queue is full, the newest job of the longest line gets 503 `busy`,
 * so one address cannot keep out another, however many connections it opens.
 *
 * @example
 * const limiter = createLimiter({ maxRunning: 2, maxWaiting: 16, timeoutMs: 5_000 })
 * limiter({ request, account: 'ada@example.com' }, async () => compute())
 */
export function createLimiter({ maxRunning, maxWaiting, timeoutMs }: Limits): Limiter {
  const queue = createFairQueue<Waiter>(maxWaiting)
  let running = 0

  const enter = async (job: Job): Promise<void> => {
    if (job.request.signal.aborted) throw busy()
    if (running < maxRunning) running++
    else if (!(await turn(job))) throw busy()
  }

  const turn = async ({ request, account }: Job): Promise<boolean> => {
    let resolve!: (isAdmitted: boolean) => void
    const admitted = new Promise<boolean>((settle) => (resolve = settle))
    const waiter = { address: networkOf(request.client.ip), account, resolve }
    const surplus = queue.add(waiter)
    if (surplus === waiter) return false
    surplus?.resolve(false)
    const giveUp = (): void => {
      if (queue.remove(waiter)) resolve(false)
    }
    const timer = setTimeout(giveUp, timeoutMs)
    request.signal.addEventListener('abort', giveUp)
    const isAdmitted = await admitted
    // Not where the place is handed over: in a Worker, that code runs in another request.
    clearTimeout(timer)
    request.signal.removeEventListener('abort', giveUp)
    return isAdmitted
  }

  const leave = (): void => {
    const next = queue.next()
    // The place is handed over at once, so that no newcomer takes it in between.
    if (next) next.resolve(true)
    else running--
  }

  const run = async <Result>(job: Job, work: () => Promise<Result>): Promise<Result> => {
    await enter(job)
    try {
      if (job.request.signal.aborted) throw busy()
      return await work()
    } finally {
      leave()
    }
  }

  return (job, work) => {
    const result = run(job, work)
    // A Worker would otherwise forget the work of a client that left, and never free its place.
    job.request.waitUntil(result.catch(() => undefined))
    return result
  }
}

interface Waiter extends Place {
  readonly resolve: (isAdmitted: boolean) => void
}

function busy(): HttpError {
  return new HttpError(503, { code: 'busy', headers: { 'retry-after': '2' } })
}
