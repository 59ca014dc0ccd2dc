import type { BaseRequest, OnError } from '../contract/types.ts'
import { writeLogLine } from './log-line.ts'
import { isThenable } from '../async/then-or-now.ts'
import type { LogEntry, Log } from '../contract/log.ts'

type Untimed = Pick<LogEntry, 'level' | 'message'> & Readonly<Record<string, unknown>>

/** Writes to the app's log; an exception of the log never affects a request. */
export interface Logger {
  readonly write: (entry: Untimed) => void
  /** Logs an error during a request and calls `onError`. */
  readonly failed: (error: unknown, logged: LoggedRequest, message?: string) => void
  /** Calls `onError` alone. */
  readonly tell: (error: unknown, request?: BaseRequest) => void
  /** Logs an event outside a request. */
  readonly report: (error: unknown, message: string, level?: LogEntry['level']) => void
}

export function createLogger(log: Log = writeLogLine, onError?: OnError): Logger {
  const failedToLog = (error: unknown): void => {
    writeLogLine({
      time: new Date().toISOString(),
      level: 'error',
      message: 'the log threw',
      error,
    })
  }
  const write: Logger['write'] = (entry) => {
    callSafely(() => log({ time: new Date().toISOString(), ...entry }), failedToLog)
  }
  const report: Logger['report'] = (error, message, level = 'error') => {
    write({ level, message, error })
  }
  const tell: Logger['tell'] = (error, request) => {
    callSafely(
      () => onError?.(error, request),
      (thrown) => report(thrown, 'onError threw'),
    )
  }
  return {
    write,
    report,
    tell,
    failed: (error, logged, message = 'the request failed') => {
      write({ level: 'error', message, ...requestFields(logged), error })
      tell(error, logged.request)
    },
  }
}

/**
 * Calls a user's function; passes its exception, or the reason of its rejected promise, to
 * `onError`.
 */
export function callSafely(call: () => unknown, onError: (error: unknown) => void): void {
  try {
    const result = call()
    if (isThenable(result)) Promise.resolve(result).catch(onError)
  } catch (error) {
    onError(error)
  }
}

/** The fields of every entry about a request. */
export function requestFields({ request, subject }: LoggedRequest): Partial<LogEntry> {
  const { id, method, path, operation, client } = request
  return { id, method, path, operation, client: client.ip, subject }
}

export interface LoggedRequest {
  readonly request: BaseRequest
  readonly subject: string | undefined
}
