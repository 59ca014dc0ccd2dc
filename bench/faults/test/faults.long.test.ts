import { expect, test, vi } from 'vitest'
import { holds, type Limit, limits } from '../limits.ts'
import { killAndRestart, terminateBackends } from '../lost-connections.ts'
import { exhaustPool, takeAllConnections } from '../no-connections.ts'
import { refuseWithoutConnection } from '../refusals.ts'
import { toTable } from '../table.ts'

// A real Postgres for each and an API in its own process, on machines that may be slow.
vi.setConfig({ testTimeout: 60_000 })

test('a database killed under load: 2xx or a 503 that says when to retry, and no write is lost', async () => {
  expectWithin(limits.killed(await killAndRestart({ rate: 100, downSeconds: 1 })))
})

test('connections terminated every two seconds: all reads succeed, at most 1 % of writes is a 503', async () => {
  expectWithin(limits.terminated(await terminateBackends({ rate: 100, seconds: 4 })))
})

test('a pool without a free connection: 503 in 1.2 s, liveness untouched, normal at once after', async () => {
  expectWithin(limits.exhausted(await exhaustPool({ requests: 50 })))
})

test('a server without a free connection: 503, normal as soon as there is one', async () => {
  expectWithin(limits.taken(await takeAllConnections({ requests: 50 })))
})

test('what is refused takes no connection: answered though the only one is busy', async () => {
  expectWithin(limits.refused(await refuseWithoutConnection()))
})

function expectWithin(rows: readonly Limit[]): void {
  expect(
    rows.filter((row) => !holds(row)),
    toTable(expect.getState().currentTestName ?? '', rows),
  ).toEqual([])
}
