import type { Case } from './case.ts'
import type { Exchange } from './raw.ts'

/** A running app of the suite that accepts requests. */
export interface Target {
  readonly basePath: string
  /** Whether there are connections that can be checked. */
  readonly connected: boolean
  /** Sends a case's requests; `undefined` if it cannot. The deadline is in milliseconds. */
  readonly send: (request: Case['request'], deadline?: number) => Promise<Sent | undefined>
  /** Returns how often handlers have run; `undefined` if the app does not respond. */
  readonly countRuns: () => Promise<number | undefined>
}

export interface Sent {
  readonly exchange: Exchange
  /** The number of requests. */
  readonly asked: number
  /** The result of one more request on the same connection. */
  readonly followUp: 'answered' | 'unanswered' | 'not sent'
}
