/** One entry of the log, as data for any logger. */
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
  /** The duration until the response, in milliseconds. */
  readonly ms?: number
  /** The client's address, according to `trustProxy`. */
  readonly client?: string | undefined
  /** The id of the account, if a guard names one. */
  readonly subject?: string | undefined
  readonly error?: unknown
  /** Fields of `request.log`. */
  readonly [field: string]: unknown
}

/** Writes an entry. Its result is not awaited; the reason of a rejected promise goes to the console. */
export type Log = (entry: LogEntry) => unknown

/** The second argument of `request.log`: a level and further fields. */
export interface LogFields {
  /** @default 'info' */
  readonly level?: LogEntry['level']
  readonly [field: string]: unknown
}
