import { classifyDatabaseError } from '../errors/classify-database-error.ts'
import { toHttpError } from '../errors/to-http-error.ts'
import type { Db } from './types.ts'
import { OPERATION_TIMEOUT_MS, withTimeout } from './with-timeout.ts'

/**
 * Options for every `PrismaClient`. The two transaction limits together are no longer than
 * `OPERATION_TIMEOUT_MS`. Errors have the short format, because only the log shows them.
 */
export const CLIENT_OPTIONS = {
  errorFormat: 'minimal',
  transactionOptions: { maxWait: 1_000, timeout: OPERATION_TIMEOUT_MS - 1_000 },
} as const

export interface ResilienceOptions {
  /** False over TCP, which has no cache: the cache strategy is then removed from the arguments. */
  readonly hasCache: boolean
  /** The longest time that an operation may take. @default OPERATION_TIMEOUT_MS */
  readonly timeoutMs?: number | undefined
  /**
   * Called when an operation times out or loses its connection. `hasAnswered` is true if an
   * earlier
   * operation of this client has succeeded.
   */
  readonly onNoResponse?: ((hasAnswered: boolean) => void) | undefined
}

/**
 * Adds four things to a client. Known database errors become `HttpError`s. A read that loses its
 * connection is tried once more. Every operation has a time limit. `$disconnect` waits for the
 * operations that have started.
 *
 * @example
 * const db = withResilience(new PrismaClient({ ...CLIENT_OPTIONS, adapter }), { hasCache: false })
 */
export function withResilience(client: Db, options: ResilienceOptions): Db {
  const { timeoutMs = OPERATION_TIMEOUT_MS } = options
  let hasAnswered = false
  const running = new Set<Promise<unknown>>()
  const track = <Result>(work: Promise<Result>): Promise<Result> => {
    running.add(work)
    const forget = (): boolean => running.delete(work)
    work.then(forget, forget)
    return work
  }
  const reportError = (error: unknown): unknown => {
    const reason = unavailableReason(error)
    if (reason === 'timeout' || reason === 'connection_lost') options.onNoResponse?.(hasAnswered)
    return toHttpError(error)
  }
  const extended = client.$extends({
    name: 'resilience',
    query: {
      async $allOperations({ operation, args, query, ...rest }) {
        const sentArgs: unknown = options.hasCache ? args : withoutCacheStrategy(args)
        const send = async (): Promise<unknown> => query(sentArgs)
        const isRepeatable = isRead(operation) && !isInTransaction(rest)
        const work = isRepeatable ? () => retryOnce(send) : send
        try {
          const result = await track(withTimeout(timeoutMs, work))
          hasAnswered = true
          return result
        } catch (error) {
          throw reportError(error)
        }
      },
    },
  })
  // Prisma does not call the hook above for BEGIN and COMMIT, so the transaction as a whole gets a
  // limit here. A caller may ask for a longer one.
  const transaction = async (...args: Parameters<typeof extended.$transaction>) => {
    const { maxWait = 0, timeout = timeoutMs } = (args[1] ?? {}) as TransactionLimits
    try {
      return await track(withTimeout(maxWait + timeout, () => extended.$transaction(...args)))
    } catch (error) {
      throw reportError(error)
    }
  }
  // A pool that closes drops the queries that wait for a connection. A Worker disconnects after the
  // response, while work in `waitUntil` may still use the client.
  const disconnect = async (): Promise<void> => {
    // An operation reaches the hook above some microtasks after its call.
    await new Promise((resolve) => setTimeout(resolve))
    await Promise.allSettled(running)
    await extended.$disconnect()
  }
  return extended.$extends({
    client: { $transaction: transaction, $disconnect: disconnect },
  }) as unknown as Db
}

interface TransactionLimits {
  readonly maxWait?: number
  readonly timeout?: number
}

async function retryOnce(send: () => Promise<unknown>): Promise<unknown> {
  try {
    return await send()
  } catch (error) {
    if (unavailableReason(error) !== 'connection_lost') throw error
  }
  // When one connection of a pool is lost, others usually are too. This gives the pool time to
  // notice that.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return send()
}

function isRead(operation: string): boolean {
  return /^(find|count|aggregate|groupBy)/.test(operation)
}

// A transaction that loses its connection also loses its earlier statements, so its reads are not
// repeated. Prisma passes this field without a type; Accelerate's own extension reads it too.
function isInTransaction(rest: object): boolean {
  const { __internalParams: internal } = rest as { __internalParams?: { transaction?: unknown } }
  return internal?.transaction !== undefined
}

function withoutCacheStrategy(args: unknown): unknown {
  if (typeof args !== 'object' || args === null || !('cacheStrategy' in args)) return args
  const { cacheStrategy: _, ...rest } = args
  return rest
}

function unavailableReason(error: unknown): string | undefined {
  const found = classifyDatabaseError(error)
  return found?.kind === 'unavailable' ? found.reason : undefined
}
