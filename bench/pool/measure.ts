import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Way } from './ways.ts'

export interface Sample {
  /** Milliseconds since the start. */
  readonly at: number
  readonly connections: number
  /** All so far. */
  readonly errors: number
}

export interface Result {
  readonly name: string
  readonly requests: number
  readonly errors: number
  readonly firstError: string
  readonly mostConnections: number
  readonly p50: number
  readonly p99: number
  readonly samples: readonly Sample[]
}

export interface Load {
  /** Clients that each send a request, wait for the answer, rest, and send the next one. */
  readonly clients: number
  readonly milliseconds: number
  /** How long a client rests, in milliseconds. */
  readonly rest: number
}

/** Puts load on a way and looks on from the server's side. */
export async function measure(way: Way, url: string, load: Load): Promise<Result> {
  // It was here before the crowd, so it keeps its connection.
  const observer = new Client(url)
  await observer.connect()
  const times: number[] = []
  const samples: Sample[] = []
  let errors = 0
  let firstError = ''
  const start = performance.now()
  const end = start + load.milliseconds
  const client = async (): Promise<void> => {
    await delay(Math.random() * load.rest)
    while (performance.now() < end) {
      const sent = performance.now()
      try {
        await way.request()
        times.push(performance.now() - sent)
      } catch (error) {
        errors++
        firstError ||= firstWords(error)
      }
      await delay(load.rest * (0.5 + Math.random()))
    }
  }
  const isOver = { value: false }
  const look = async (): Promise<void> => {
    while (!isOver.value) {
      const { rows } = await observer.query<{ count: number }>(COUNT)
      samples.push({ at: performance.now() - start, connections: rows[0]!.count, errors })
      await delay(50)
    }
  }
  const looking = look()
  await Promise.all(Array.from({ length: load.clients }, client))
  isOver.value = true
  await looking
  await observer.end()
  times.sort((a, b) => a - b)
  return {
    name: way.name,
    requests: times.length + errors,
    errors,
    firstError,
    mostConnections: Math.max(...samples.map(({ connections }) => connections)),
    p50: times[Math.floor(times.length * 0.5)] ?? NaN,
    p99: times[Math.floor(times.length * 0.99)] ?? NaN,
    samples,
  }
}

const COUNT = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'pool'`

function firstWords(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? ''
}
