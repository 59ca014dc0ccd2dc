import { HttpError } from '@gimbal/core'
import { networksOf, waitFor } from '@gimbal/core/adapter'
import { createFairQueue, type Place } from './fair-queue.ts'

export interface Limits {
  /** How many jobs run at once. */
  readonly maxRunning: number
  /** How many jobs may wait. */
  readonly maxWaiting: number
  /** How long a job waits at most, in milliseconds. */
  readonly timeoutMs: number
}

/** The request that needs the work, and the account that the work is for. */
export interface Job {
  readonly request: {
    readonly client: { readonly ip: string | undefined }
    readonly signal: AbortSignal
    readonly waitUntil: (promise: Promise<unknown>) => void
  }
  /** Any text that identifies the account. */
  readonly account: string
}

export type Limiter = <Result>(job: Job, work: () => Promise<Result>) => Promise<Result>

/**
 * Makes a limiter for expensive work. Waiting jobs take turns by client network and, within one, by
 * account. When the queue is full, the newest job of the longest line gets 503 `busy`, so one network
 * cannot keep out another, however many jobs it brings.
 *
 * @example
 * const limiter = createLimiter({ maxRunning: 2, maxWaiting: 16, timeoutMs: 5_000 })
 * limiter({ request, account: 'ada@example.com' }, async () => compute())
 */
export function createLimiter({ maxRunning, maxWaiting, timeoutMs }: Limits): Limiter {
  const queue = createFairQueue<Ticket>(maxWaiting)
  const running = new Map<Ticket, number>()

  const admit = (): void => {
    const now = performance.now()
    for (const [ticket, until] of running) {
      if (now <= until) continue
      running.delete(ticket)
      ticket.hasMissed = true
    }
    while (running.size < maxRunning) {
      const next = queue.next()
      if (!next) return
      running.set(next, now + PICK_UP_MS)
    }
  }

  const enqueue = (ticket: Ticket): void => {
    ticket.hasMissed = false
    const surplus = queue.add(ticket)
    // The request sees this at its next check.
    if (surplus) surplus.isRefused = true
  }

  const turn = async (ticket: Ticket, signal: AbortSignal): Promise<void> => {
    enqueue(ticket)
    signal.addEventListener('abort', () => queue.remove(ticket))
    await waitFor(() => {
      if (running.has(ticket)) return true
      // The event loop was blocked for longer than a place is reserved: the ticket queues again.
      if (ticket.hasMissed) enqueue(ticket)
      admit()
      return running.has(ticket) || ticket.isRefused || signal.aborted
    }, timeoutMs)
    queue.remove(ticket)
  }

  const enter = async (ticket: Ticket, signal: AbortSignal): Promise<void> => {
    admit()
    const isFree = running.size < maxRunning
    if (!isFree && !signal.aborted) await turn(ticket, signal)
    if (signal.aborted || !(isFree || running.has(ticket))) {
      leave(ticket)
      throw busy()
    }
    running.set(ticket, performance.now() + WORK_MS)
  }

  const leave = (ticket: Ticket): void => {
    running.delete(ticket)
    admit()
  }

  const run = async <Result>(job: Job, work: () => Promise<Result>): Promise<Result> => {
    const { client, signal } = job.request
    const ticket = {
      path: [...networksOf(client.ip), job.account],
      isRefused: false,
      hasMissed: false,
    }
    await enter(ticket, signal)
    try {
      return await work()
    } finally {
      leave(ticket)
    }
  }

  return (job, work) => {
    const result = run(job, work)
    // Without this a Worker drops the work when the client leaves, and its place is never released.
    job.request.waitUntil(result.catch(() => undefined))
    return result
  }
}

interface Ticket extends Place {
  isRefused: boolean
  /** True if its turn came and it did not start in time. */
  hasMissed: boolean
}

function busy(): HttpError {
  return new HttpError(503, { code: 'busy', headers: { 'retry-after': '2' } })
}

/**
 * How long a place is reserved for a ticket that may start, and for one that runs, in case a Worker
 * drops it.
 */
const PICK_UP_MS = 2_000
const WORK_MS = 20_000
