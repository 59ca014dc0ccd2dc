import { withAccelerate } from '@prisma/extension-accelerate'
import { classifyDatabaseError } from '../errors/classify-database-error.ts'
import type { Db } from './types.ts'
import { withResilience, type ResilienceOptions } from './with-resilience.ts'
import { OPERATION_TIMEOUT_MS } from './with-timeout.ts'

/**
 * Adds Accelerate's extension and the resilience of `withResilience` to a client that has an
 * `accelerateUrl`.
 *
 * @example
 * const db = extendForAccelerate(new PrismaClient({ ...CLIENT_OPTIONS, accelerateUrl }))
 */
export function extendForAccelerate(
  client: Db,
  options: Omit<ResilienceOptions, 'hasCache'> = {},
): Db {
  catchEngineStart(client)
  // Accelerate's extension comes last: its reads skip every extension that is added after it.
  return withResilience(client, { ...options, hasCache: true }).$extends(
    withAccelerate({ fetch: fetchWithTimeout(options.timeoutMs) }),
  ) as unknown as Db
}

/**
 * Returns a fetch that is aborted at the time limit, which frees its socket. It never throws,
 * because the extension replaces the message of whatever its fetch throws: a failure becomes a
 * response with one of Accelerate's own codes. Prisma uses its own fetch for the start, for raw
 * queries, and to begin and end transactions.
 */
function fetchWithTimeout(timeoutMs: number = OPERATION_TIMEOUT_MS): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      if (response.status < 500 || isJson(response)) return response
      await response.body?.cancel()
      return errorResponse('P5010', `HTTP ${String(response.status)}, and not by Accelerate`)
    } catch (error) {
      const found = classifyDatabaseError(error)
      const reason = found?.kind === 'unavailable' ? found.reason : 'unreachable'
      return errorResponse(CODES[reason] ?? 'P5010', messageWithCauses(error))
    }
  }
}

function errorResponse(code: string, error: string): Response {
  return Response.json({ code, error }, { status: 503 })
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('json') ?? false
}

function messageWithCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { message, cause } = error
  return cause === undefined ? message : `${message}: ${messageWithCauses(cause)}`
}

const CODES: Readonly<Record<string, string>> = { connection_lost: 'P1017', timeout: 'P6004' }

/**
 * Prevents an unhandled rejection. When the extension is added, it starts the engine to read a key
 * that only `$accelerate.invalidate` needs, and it does not catch the error. Without this function
 * each client whose database is down would cause an unhandled rejection besides the error of its
 * first query.
 */
function catchEngineStart(client: Db): void {
  const { _engine: engine } = client as unknown as { _engine: { start: () => PromiseLike<void> } }
  const start = engine.start.bind(engine)
  engine.start = () => {
    const started = start()
    return {
      then: (onFulfilled, onRejected) => {
        const next = Promise.resolve(started).then(onFulfilled, onRejected)
        next.catch(() => undefined)
        return next
      },
    }
  }
}
