import type { killAndRestart, terminateBackends } from './lost-connections.ts'
import type { exhaustPool, takeAllConnections } from './no-connections.ts'
import type { Refusal } from './refusals.ts'

/** A figure with its allowed maximum or minimum. */
export interface Limit {
  readonly what: string
  readonly figure: number
  readonly atMost?: number
  readonly atLeast?: number
}

type FiguresOf<Fault extends (options: never) => Promise<unknown>> = Awaited<ReturnType<Fault>>

export const limits = {
  killed: (figures: FiguresOf<typeof killAndRestart>): readonly Limit[] => [
    { what: 'requests', figure: figures.requests, atLeast: 1 },
    { what: '503 with Retry-After', figure: figures.unavailable, atLeast: 1 },
    { what: 'any other response but 2xx', figure: figures.improper, atMost: 0 },
    { what: '503 without exactly one cause in the log', figure: figures.unexplained, atMost: 0 },
    { what: 'slowest, ms', figure: figures.slowestMs, atMost: 5_000 },
    { what: 'first 2xx after it accepts, ms', figure: figures.firstSuccessMs, atMost: 1_000 },
    { what: 'acknowledged writes', figure: figures.acknowledged, atLeast: 50 },
    { what: 'of them lost', figure: figures.lost, atMost: 0 },
    { what: 'exits of the process', figure: figures.exits, atMost: 0 },
  ],
  terminated: (figures: FiguresOf<typeof terminateBackends>): readonly Limit[] => [
    { what: 'connections terminated', figure: figures.terminated, atLeast: 1 },
    { what: 'reads', figure: figures.reads, atLeast: 1 },
    { what: 'of them not 2xx', figure: figures.failedReads, atMost: 0 },
    { what: 'writes', figure: figures.writes, atLeast: 1 },
    // With few requests, one is already more than 1 %.
    {
      what: 'of them 503',
      figure: figures.failedWrites,
      atMost: Math.max(1, figures.writes / 100),
    },
    { what: 'any other response', figure: figures.improper, atMost: 0 },
    { what: '503 without exactly one cause in the log', figure: figures.unexplained, atMost: 0 },
    { what: 'acknowledged writes lost', figure: figures.lost, atMost: 0 },
    { what: 'exits of the process', figure: figures.exits, atMost: 0 },
  ],
  exhausted: (figures: FiguresOf<typeof exhaustPool>): readonly Limit[] => [
    { what: '503 with Retry-After', figure: figures.unavailable, atLeast: figures.requests },
    { what: 'slowest, ms', figure: figures.slowestMs, atMost: 1_200 },
    { what: '503 without exactly one cause in the log', figure: figures.unexplained, atMost: 0 },
    { what: 'GET /health/live meanwhile', figure: figures.liveProbes, atLeast: 1 },
    { what: 'of them not 2xx', figure: figures.liveFailures, atMost: 0 },
    { what: 'of them p99, ms', figure: figures.liveP99Ms, atMost: 50 },
    { what: 'held requests that fail', figure: figures.heldFailures, atMost: 0 },
    { what: 'first 2xx afterwards, ms', figure: figures.normalAfterMs, atMost: 1_000 },
    { what: 'exits of the process', figure: figures.exits, atMost: 0 },
  ],
  taken: (figures: FiguresOf<typeof takeAllConnections>): readonly Limit[] => [
    { what: '503 with Retry-After', figure: figures.unavailable, atLeast: figures.requests },
    { what: 'slowest, ms', figure: figures.slowestMs, atMost: 1_200 },
    { what: '503 without exactly one cause in the log', figure: figures.unexplained, atMost: 0 },
    { what: 'first 2xx afterwards, ms', figure: figures.normalAfterMs, atMost: 1_000 },
    { what: 'exits of the process', figure: figures.exits, atMost: 0 },
  ],
  refused: (refusals: readonly Refusal[]): readonly Limit[] => [
    ...refusals.map(({ name, status, milliseconds }) => {
      return { what: `${name}: ${String(status)}, ms`, figure: milliseconds, atMost: 50 }
    }),
    {
      what: 'another status than the expected one',
      figure: refusals.filter(({ status, expected }) => status !== expected).length,
      atMost: 0,
    },
  ],
}

/** Returns true if a figure is within its limits; NaN is not. */
export function holds({ figure, atMost = Infinity, atLeast = -Infinity }: Limit): boolean {
  return figure <= atMost && figure >= atLeast
}
