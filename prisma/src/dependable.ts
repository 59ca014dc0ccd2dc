import { describeDatabaseError } from './error-map.ts'
import { toHttpError } from './http-error.ts'
import type { Db } from './types.ts'

/**
 * Gives a client whose errors are HttpErrors where the error map knows them, and which asks once
 * more when a read loses its connection.
 *
 * @example
 * const db = dependable(new PrismaClient({ adapter }))
 */
export function dependable(client: Db): Db {
  const extended = client.$extends({
    name: 'dependable',
    query: {
      async $allOperations({ operation, args, query, ...rest }) {
        try {
          return (await query(args)) as unknown
        } catch (error) {
          if (!isRead(operation) || inTransaction(rest) || !isConnectionLost(error))
            throw toHttpError(error)
        }
        await settle()
        try {
          return (await query(args)) as unknown
        } catch (error) {
          throw toHttpError(error)
        }
      },
    },
  })
  // Beginning and committing are no operations, so their errors pass by the hook above.
  const transaction = async (...args: Parameters<typeof extended.$transaction>) => {
    try {
      return await extended.$transaction(...args)
    } catch (error) {
      throw toHttpError(error)
    }
  }
  return extended.$extends({ client: { $transaction: transaction } }) as unknown as Db
}

/** When one connection of a pool was cut, others were too: time for the pool to notice. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50))
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

function isConnectionLost(error: unknown): boolean {
  const found = describeDatabaseError(error)
  return found?.kind === 'unavailable' && found.reason === 'connection_lost'
}
