import { describeDatabaseError } from '../errors/error-map.ts'
import { toHttpError } from '../errors/http-error.ts'
import type { Db } from './types.ts'
import { PATIENCE, within } from './with-timeout.ts'

/**
 * What Prisma itself bounds, together no longer than `PATIENCE`; and the form of its errors, which
 * only the log sees.
 */
export const CLIENT = {
  errorFormat: 'minimal',
  transactionOptions: { maxWait: 1_000, timeout: PATIENCE - 1_000 },
} as const

export interface DependableOptions {
  /** Over TCP there is no cache: what `cachedFor` asks for is left out. */
  readonly hasCache: boolean
  /** In milliseconds. @default PATIENCE */
  readonly patience?: number | undefined
  /** Hears of each operation that got no answer, and whether the client has answered any before. */
  readonly onSilence?: ((hasAnswered: boolean) => void) | undefined
}

/**
 * Gives a client whose errors are HttpErrors where the error map knows them, which asks once more
 * when a read loses its connection, which nobody waits for longer than its patience, and whose
 * `$disconnect` waits for operations that have started.
 *
 * @example
 * const db = dependable(new PrismaClient({ ...CLIENT, adapter }), { hasCache: false })
 */
export function dependable(client: Db, options: DependableOptions): Db {
  const { patience = PATIENCE } = options
  let hasAnswered = false
  const underWay = new Set<Promise<unknown>>()
  const tracked = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work)
    const forget = (): boolean => underWay.delete(work)
    work.then(forget, forget)
    return work
  }
  const failed = (error: unknown): unknown => {
    const reason = reasonOf(error)
    if (reason === 'timeout' || reason === 'connection_lost') options.onSilence?.(hasAnswered)
    return toHttpError(error)
  }
  const extended = client.$extends({
    name: 'dependable',
    query: {
      async $allOperations({ operation, args, query, ...rest }) {
        const asked: unknown = options.hasCache ? args : withoutCache(args)
        const ask = async (): Promise<unknown> => query(asked)
        const isRepeatable = isRead(operation) && !inTransaction(rest)
        try {
          const answer = await tracked(within(patience, isRepeatable ? () => twice(ask) : ask))
          hasAnswered = true
          return answer
        } catch (error) {
          throw failed(error)
        }
      },
    },
  })
  // Beginning and committing are no operations, so they pass by the hook above. Who asks for a
  // longer transaction gets it.
  const transaction = async (...args: Parameters<typeof extended.$transaction>) => {
    const { maxWait = 0, timeout = patience } = (args[1] ?? {}) as Bounds
    try {
      return await tracked(within(maxWait + timeout, () => extended.$transaction(...args)))
    } catch (error) {
      throw failed(error)
    }
  }
  // A pool that ends drops the queries that wait for a connection. In a Worker, whose client is
  // disconnected after the answer, work in `waitUntil` may still use the client.
  const disconnect = async (): Promise<void> => {
    // An operation reaches the hook above some microtasks after it starts.
    await new Promise((resolve) => setTimeout(resolve))
    await Promise.allSettled(underWay)
    await extended.$disconnect()
  }
  return extended.$extends({
    client: { $transaction: transaction, $disconnect: disconnect },
  }) as unknown as Db
}

interface Bounds {
  readonly maxWait?: number
  readonly timeout?: number
}

async function twice(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (reasonOf(error) !== 'connection_lost') throw error
  }
  // When one connection of a pool was cut, others were too: time for the pool to notice.
  await new Promise((resolve) => setTimeout(resolve, 50))
  return ask()
}

function isRead(operation: string): boolean {
  return /^(find|count|aggregate|groupBy)/.test(operation)
}

// A transaction has lost its earlier statements with its connection. Prisma hands this to
// extensions without a type, as Accelerate's own extension relies on.
function inTransaction(rest: object): boolean {
  const { __internalParams: internal } = rest as { __internalParams?: { transaction?: unknown } }
  return internal?.transaction !== undefined
}

function withoutCache(args: unknown): unknown {
  if (typeof args !== 'object' || args === null || !('cacheStrategy' in args)) return args
  const { cacheStrategy: _, ...rest } = args
  return rest
}

function reasonOf(error: unknown): string | undefined {
  const found = describeDatabaseError(error)
  return found?.kind === 'unavailable' ? found.reason : undefined
}
