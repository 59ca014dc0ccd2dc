import { PrismaPg } from '@prisma/adapter-pg'
import { createDb } from '@gimbal/db/node'
import { Client } from 'pg'
import { PrismaClient } from '../../prisma/generated/node/client.ts'

/** A way to read from the database in a request. */
export interface Way {
  readonly name: string
  readonly request: () => Promise<unknown>
  readonly close: () => Promise<void>
}

export interface WayKind {
  readonly name: string
  readonly open: (url: string) => Way
}

export const POOL_SIZE = 10

const nothing = async (): Promise<void> => undefined

/** The ways that are compared; the first two are what a handler does that knows no pool. */
export const ways: readonly WayKind[] = [
  {
    name: 'a connection per request',
    open: (url) => ({
      name: 'a connection per request',
      request: async () => {
        const client = new Client({ connectionString: url, application_name: 'pool' })
        // An end by the server comes as an event too, which nobody else would hear.
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
      name: 'a Prisma client per request',
      request: async () => {
        const adapter = new PrismaPg({ connectionString: url, application_name: 'pool' })
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
    name: 'ours: one pool',
    open: (url) => {
      // The name is how the connections are counted; the rest is as it always is.
      const db = createDb(`${url}?application_name=pool`, { max: POOL_SIZE })
      return {
        name: 'ours: one pool',
        request: () => db.$queryRawUnsafe(QUERY),
        close: () => db.$disconnect(),
      }
    },
  },
]

// A short piece of work, during which the connection is taken.
const QUERY = 'SELECT pg_sleep(0.005)::text'
