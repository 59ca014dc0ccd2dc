/** One line of the log: data, so that any logger can take it. */
export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
  readonly time: string
  readonly id?: string
  readonly method?: string
  readonly path?: string
  readonly operation?: string | undefined
  readonly status?: number
  readonly code?: string
  /** How long the answer took, in milliseconds. */
  readonly ms?: number
  /** The client's address, by the adapter's rule of trust. */
  readonly client?: string | undefined
  /** Who asked, where a guard names one. */
  readonly subject?: string | undefined
  readonly error?: unknown
  /** What a handler adds with `request.log`. */
  readonly [field: string]: unknown
}

/** What it returns is not waited for; a promise that rejects is written to the console. */
export type Log = (entry: LogEntry) => unknown

/** What a handler says beside the message: its level and fields of its own. */
export interface LogFields {
  /** @default 'info' */
  readonly level?: LogEntry['level']
  readonly [field: string]: unknown
}
