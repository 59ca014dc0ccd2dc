import { withAccelerate } from '@prisma/extension-accelerate'
import { dependable } from './with-resilience.ts'
import type { DependableOptions } from './with-resilience.ts'
import { describeDatabaseError } from '../errors/error-map.ts'
import type { Db } from './types.ts'
import { PATIENCE } from './with-timeout.ts'

/**
 * Makes a client with an `accelerateUrl` ready for use, on any host.
 *
 * @example
 * const db = throughAccelerate(new PrismaClient({ ...CLIENT, accelerateUrl }))
 */
export function throughAccelerate(
  client: Db,
  options: Omit<DependableOptions, 'hasCache'> = {},
): Db {
  tameStart(client)
  // Accelerate's reads go by every extension that is added after its own.
  return dependable(client, { ...options, hasCache: true }).$extends(
    withAccelerate({ fetch: boundedFetch(options.patience) }),
  ) as unknown as Db
}

/**
 * A fetch that is aborted when the patience is over, which frees its socket. The extension puts words
 * of its own in place of whatever its fetch throws, so a failure is answered, with Accelerate's own
 * code for it. Prisma fetches without it at the start, for raw queries and to begin and end
 * transactions.
 */
function boundedFetch(patience: number = PATIENCE): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.timeout(patience) })
      if (response.status < 500 || isJson(response)) return response
      await response.body?.cancel()
      return failure('P5010', `HTTP ${String(response.status)}, and not by Accelerate`)
    } catch (error) {
      const found = describeDatabaseError(error)
      const reason = found?.kind === 'unavailable' ? found.reason : 'unreachable'
      return failure(CODES[reason] ?? 'P5010', wordsOf(error))
    }
  }
}

function failure(code: string, error: string): Response {
  return Response.json({ code, error }, { status: 503 })
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('json') ?? false
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message}: ${wordsOf(error.cause)}`
}

const CODES: Readonly<Record<string, string>> = { connection_lost: 'P1017', timeout: 'P6004' }

/**
 * The extension starts the engine as it is added, for a key that only `$accelerate.invalidate` wants,
 * and nobody can catch what comes of that: without a database each client would leave an unhandled
 * rejection beside the error of its first query.
 */
function tameStart(client: Db): void {
  const { _engine: engine } = client as unknown as { _engine: { start: () => PromiseLike<void> } }
  const start = engine.start.bind(engine)
  engine.start = () => {
    const started = start()
    return {
      then: (done, fail) => {
        const next = Promise.resolve(started).then(done, fail)
        next.catch(() => undefined)
        return next
      },
    }
  }
}
