import { PrismaPg } from '@prisma/adapter-pg'
import { createDb } from '@gimbal/db/node'
import { Client } from 'pg'
import { PrismaClient } from '../../prisma/generated/node/client.ts'
import { QUERY } from './query.ts'

/** A way to read from the database in a request. */
export interface Way {
  /** Sends one query for the client with this number. */
  readonly request: (client: number) => Promise<unknown>
  /** Prepares the clients before the load begins. */
  readonly warmUp?: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface WayKind {
  readonly name: string
  readonly open: (url: string, clients: number) => Way | Promise<Way>
}

export const POOL_SIZE = 10

const nothing = async (): Promise<void> => undefined

/** From one Node process; the first two are handlers without a pool. */
export const ways: readonly WayKind[] = [
  {
    name: 'a connection per request',
    open: (url) => ({
      request: async () => {
        const client = new Client({ connectionString: url })
        // A connection closed by the server also emits an error event, which must have a listener.
        client.on('error', () => undefined)
        try {
          await client.connect()
          await client.query(QUERY)
        } finally {
          await client.end().catch(() => undefined)
        }
      },
      close: nothing,
    }),
  },
  {
    name: 'a Prisma client per request',
    open: (url) => ({
      request: async () => {
        const adapter = new PrismaPg({ connectionString: url })
        const client = new PrismaClient({ adapter, errorFormat: 'minimal' })
        try {
          await client.$queryRawUnsafe(QUERY)
        } finally {
          await client.$disconnect()
        }
      },
      close: nothing,
    }),
  },
  {
    name: 'Gimbal: one pool',
    open: (url) => {
      const db = createDb(url, { max: POOL_SIZE })
      return {
        request: () => db.$queryRawUnsafe(QUERY),
        close: () => db.$disconnect(),
      }
    },
  },
]
