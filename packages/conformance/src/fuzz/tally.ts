import type { Seen } from './compare.ts'

export interface Counts {
  /** The number of generated requests. */
  readonly requests: number
  /** The number of requests sent, counted per host. */
  readonly sends: number
  /** How often a host had to respond like the others; `excused` counts by the reason of a rule. */
  readonly compared: number
  readonly excused: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
}

export interface Tally {
  readonly add: (seen: readonly Seen[]) => void
  readonly counts: () => Counts
}

/** Counts requests, comparisons and excused differences. */
export function createTally(): Tally {
  let requests = 0
  let sends = 0
  let compared = 0
  const excused: Record<string, number> = {}
  const statuses: Record<string, number> = {}
  const add = (seen: readonly Seen[]): void => {
    requests++
    sends += seen.length
    for (const { deviations, outcome } of seen) {
      const [deviation] = deviations
      if (deviation === undefined) compared++
      else excused[deviation.reason] = (excused[deviation.reason] ?? 0) + 1
      const status = outcome.kind === 'answer' ? String(outcome.answer.status) : outcome.kind
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  return { add, counts: () => ({ requests, sends, compared, excused, statuses }) }
}
