import { HttpError } from '@gimbal/core'

export interface GateLimits {
  /** How much runs at once. */
  readonly running: number
  /** How much may wait for that. */
  readonly waiting: number
  /** How long it waits, in milliseconds. */
  readonly patience: number
}

/** Work that goes on even if the client leaves: a place that it holds must be given back. */
interface Client {
  readonly waitUntil: (promise: Promise<unknown>) => void
  readonly signal: AbortSignal
}

export type Gate = <Result>(client: Client, work: () => Promise<Result>) => Promise<Result>

/**
 * Makes a gate for expensive work; who comes when the queue is full is told to come back (503 `busy`).
 *
 * @example
 * const gate = createGate({ running: 2, waiting: 16, patience: 5_000 })
 * handler: (request) => gate(request, async () => request.reply(200, await compute()))
 */
export function createGate(limits: GateLimits): Gate {
  const queue: (() => void)[] = []
  let running = 0

  const enter = async (): Promise<void> => {
    if (running < limits.running) running++
    else if (queue.length >= limits.waiting || !(await turn())) throw busy()
  }

  const turn = async (): Promise<boolean> => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const admitted = new Promise<boolean>((resolve) => {
      const admit = (): void => resolve(true)
      queue.push(admit)
      timer = setTimeout(() => {
        const place = queue.indexOf(admit)
        if (place >= 0) queue.splice(place, 1)
        resolve(place < 0)
      }, limits.patience)
    })
    const isAdmitted = await admitted
    // Here and not where the place is handed over, which in a Worker is another request's code.
    clearTimeout(timer)
    return isAdmitted
  }

  const leave = (): void => {
    const next = queue.shift()
    // The place goes over at once, so that nobody slips in between.
    if (next) next()
    else running--
  }

  const pass: Gate = async (client, work) => {
    await enter()
    try {
      if (client.signal.aborted) throw busy()
      return await work()
    } finally {
      leave()
    }
  }

  return (client, work) => {
    const result = pass(client, work)
    // A Worker would otherwise forget the work of a client that left, and the place with it.
    client.waitUntil(result.catch(() => undefined))
    return result
  }
}

function busy(): HttpError {
  return new HttpError(503, { code: 'busy', headers: { 'retry-after': '2' } })
}
