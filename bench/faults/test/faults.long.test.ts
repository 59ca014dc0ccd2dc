import { expect, test, vi } from 'vitest'
import { holds, type Limit, limits } from '../limits.ts'
import { killAndRestart, terminateBackends } from '../lost-connections.ts'
import { exhaustPool, takeAllConnections } from '../no-connections.ts'
import { refuseWithoutConnection } from '../refusals.ts'
import { toTable } from '../table.ts'

// Each test starts a real Postgres and an API process; machines may be slow.
vi.setConfig({ testTimeout: 60_000 })

test('a database killed under load: 2xx or a 503 with Retry-After, and no write is lost', async () => {
  expectWithin(limits.killed(await killAndRestart({ rate: 100, downSeconds: 1 })))
})

test('connections terminated every two seconds: all reads succeed, at most 1 % of writes get 503', async () => {
  expectWithin(limits.terminated(await terminateBackends({ rate: 100, seconds: 4 })))
})

test('a pool without a free connection: 503 within 1.2 s, liveness unaffected, normal at once after', async () => {
  expectWithin(limits.exhausted(await exhaustPool({ requests: 50 })))
})

test('a server without a free connection: 503, normal as soon as there is a connection', async () => {
  expectWithin(limits.taken(await takeAllConnections({ requests: 50 })))
})

test('invalid requests use no connection: they get a response although the only one is busy', async () => {
  expectWithin(limits.refused(await refuseWithoutConnection()))
})

function expectWithin(rows: readonly Limit[]): void {
  expect(
    rows.filter((row) => !holds(row)),
    toTable(expect.getState().currentTestName ?? '', rows),
  ).toEqual([])
}
