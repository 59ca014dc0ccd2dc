import { startPostgres } from '@gimbal/db/testing'
import { expect, test } from 'vitest'
import { lambdaWays } from '../lambda.ts'
import { measure } from '../measure.ts'

const LOAD = { clients: 120, milliseconds: 3000, rest: 1000 }

test.each(lambdaWays.filter(({ name }) => name.startsWith('through')))(
  '120 instances of a function $name need at most 10 connections, and none fails',
  async ({ open }) => {
    const postgres = await startPostgres({ max_connections: '100' })
    const way = await open(postgres.url, LOAD.clients)
    try {
      const { requests, errors, mostConnections } = await measure(way, postgres.url, LOAD)
      expect(requests).toBeGreaterThan(LOAD.clients)
      expect([errors, mostConnections <= 10]).toEqual([0, true])
    } finally {
      await way.close()
      await postgres.stop()
    }
  },
  180_000,
)
