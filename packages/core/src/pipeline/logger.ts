import type { BaseRequest } from '../contract/types.ts'
import { writeLine } from './log-line.ts'
import { isObject } from '../errors/assertions.ts'

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
export type OnError = (error: unknown, request: BaseRequest) => unknown

type Untimed = Pick<LogEntry, 'level' | 'message'> & Readonly<Record<string, unknown>>

/** The one way to the log: what it is given never throws back into a request. */
export interface Sink {
  readonly write: (entry: Untimed) => void
  readonly failed: (error: unknown, request: BaseRequest, message?: string) => void
  /** What happened outside a request. */
  readonly report: (error: unknown, message: string, level?: LogEntry['level']) => void
}

export function createSink(log: Log = writeLine, onError?: OnError): Sink {
  const failedToLog = (error: unknown): void => {
    writeLine({ time: new Date().toISOString(), level: 'error', message: 'the log threw', error })
  }
  const write: Sink['write'] = (entry) => {
    quietly(() => log({ time: new Date().toISOString(), ...entry }), failedToLog)
  }
  const report: Sink['report'] = (error, message, level = 'error') => {
    write({ level, message, error })
  }
  return {
    write,
    report,
    failed: (error, request, message = 'the request failed') => {
      write({ level: 'error', message, ...aboutRequest(request), error })
      quietly(
        () => onError?.(error, request),
        (thrown) => report(thrown, 'onError threw'),
      )
    },
  }
}

/** Calls what is not the app's own: neither what it throws nor a promise that rejects goes on. */
export function quietly(call: () => unknown, onError: (error: unknown) => void): void {
  try {
    const result = call()
    if (isPromiseLike(result)) Promise.resolve(result).catch(onError)
  } catch (error) {
    onError(error)
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof (value as { then?: unknown }).then === 'function'
}

/** What every entry says of its request. */
export function aboutRequest(request: LoggedRequest): Partial<LogEntry> {
  const { id, method, path, operation, client, subject } = request
  return { id, method, path, operation, client: client.ip, subject }
}

type LoggedRequest = BaseRequest & { readonly subject?: string | undefined }
