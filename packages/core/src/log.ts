import type { BaseRequest } from './types.ts'
import { attempt } from './value.ts'

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
  readonly error?: unknown
}

export type Log = (entry: LogEntry) => void
export type OnError = (error: unknown, request: BaseRequest) => void

/** The one way to the log: what it is given never throws back into a request. */
export interface Sink {
  readonly write: (entry: Omit<LogEntry, 'time'>) => void
  readonly failed: (error: unknown, request: BaseRequest, message?: string) => void
  /** What failed outside a request. */
  readonly report: (error: unknown, message: string) => void
}

export function createSink(log: Log = writeLine, onError?: OnError): Sink {
  const write: Sink['write'] = (entry) => {
    try {
      log({ time: new Date().toISOString(), ...entry })
    } catch (error) {
      console.error(error)
    }
  }
  const report = (error: unknown, message: string, about: Partial<LogEntry> = {}): void => {
    write({ level: 'error', message, ...about, error })
  }
  return {
    write,
    report,
    failed: (error, request, message = 'the request failed') => {
      const { id, method, path, operation } = request
      report(error, message, { id, method, path, operation })
      try {
        onError?.(error, request)
      } catch (thrown) {
        report(thrown, 'onError threw')
      }
    },
  }
}

/** Writes an entry as one line of JSON, which also keeps line breaks of a client out of the log. */
export function writeLine(entry: LogEntry): void {
  const line = JSON.stringify({ ...entry, error: describeError(entry.error) })
  if (entry.level === 'error') console.error(line)
  else console.log(line)
}

/** An error as data, with its causes. */
export function describeError(error: unknown, depth = 0): unknown {
  if (error === undefined || depth > 5) return undefined
  if (!(error instanceof Error))
    return `a thrown ${typeof error}: ${attempt(() => JSON.stringify(error))}`
  const { name, message, stack, cause } = error
  return { name, message, stack, cause: describeError(cause, depth + 1) }
}
