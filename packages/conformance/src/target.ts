import type { Case } from './case.ts'
import type { Exchange } from './raw.ts'

/** Something that runs the kit app and can be sent requests. */
export interface Target {
  readonly basePath: string
  /** Whether it has connections to look at. */
  readonly connected: boolean
  /** Sends a case's requests; `undefined` when it has no means to. The deadline is in milliseconds. */
  readonly send: (request: Case['request'], deadline?: number) => Promise<Sent | undefined>
  /** How often handlers have run since the start; `undefined` when nothing answers any more. */
  readonly countRuns: () => Promise<number | undefined>
}

export interface Sent {
  readonly exchange: Exchange
  /** How many answers were asked for. */
  readonly asked: number
  /** What became of one more request behind them on the same connection. */
  readonly followUp: 'answered' | 'unanswered' | 'not sent'
}
