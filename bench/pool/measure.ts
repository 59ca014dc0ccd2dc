import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Count } from './observer.ts'
import type { Way } from './ways.ts'

export interface Sample {
  /** Milliseconds since the start. */
  readonly at: number
  readonly connections: number
  /** The total so far. */
  readonly errors: number
}

export interface Result extends Measured {
  readonly name: string
}

export interface Measured {
  readonly requests: number
  readonly errors: number
  readonly firstError: string
  readonly mostConnections: number
  readonly p50: number
  readonly p99: number
  readonly samples: readonly Sample[]
}

export interface Load {
  /** Clients that each send a request, wait for the response, pause, and repeat. */
  readonly clients: number
  readonly milliseconds: number
  /** The pause of a client, in milliseconds. */
  readonly rest: number
}

/** Loads one way of connecting and observes the database server. */
export async function measure(way: Way, url: string, load: Load): Promise<Measured> {
  // The observer connects before the clients, so it keeps its connection.
  const observer = new Worker(new URL('observer.ts', import.meta.url), { workerData: url })
  await once(observer, 'message')
  await way.warmUp?.()
  const times: number[] = []
  const errors: number[] = []
  let firstError = ''
  const start = Date.now()
  const client = async (_: unknown, number: number): Promise<void> => {
    await delay(Math.random() * load.rest)
    while (Date.now() - start < load.milliseconds) {
      const sent = performance.now()
      try {
        await way.request(number)
        times.push(performance.now() - sent)
      } catch (error) {
        errors.push(Date.now())
        firstError ||= firstWords(error)
      }
      await delay(load.rest * (0.5 + Math.random()))
    }
  }
  await Promise.all(Array.from({ length: load.clients }, client))
  observer.postMessage('end')
  const [counts] = (await once(observer, 'message')) as [readonly Count[]]
  const samples = counts.map(({ at, connections }) => {
    return { at: at - start, connections, errors: errors.filter((time) => time <= at).length }
  })
  times.sort((a, b) => a - b)
  return {
    requests: times.length + errors.length,
    errors: errors.length,
    firstError,
    mostConnections: Math.max(...samples.map(({ connections }) => connections)),
    p50: times[Math.floor(times.length * 0.5)] ?? NaN,
    p99: times[Math.floor(times.length * 0.99)] ?? NaN,
    samples: samples.filter(({ at }) => at >= 0),
  }
}

function firstWords(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''
}
