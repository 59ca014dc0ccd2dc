import { expect, test, vi } from 'vitest'
import { killAndRestart, terminateBackends } from '../lost-connections.ts'
import { exhaustPool, refuseWithoutConnection, takeAllConnections } from '../no-connections.ts'
import { show } from '../show.ts'

// A real Postgres for each, on machines that may be slow.
vi.setConfig({ testTimeout: 60_000 })

test('a database killed under load: 2xx or a 503 that says when to retry, and no write is lost', async () => {
  const figures = await killAndRestart({ rate: 100, downSeconds: 2 })
  show('killed and restarted', figures)
  expect(figures).toMatchObject({ improper: 0, lost: 0 })
  expect(figures.unavailable).toBeGreaterThan(0)
  expect(figures.acknowledged).toBeGreaterThan(50)
  expect(figures.slowestMs).toBeLessThan(5_000)
  expect(figures.firstSuccessMs).toBeLessThan(1_000)
})

test('connections terminated every two seconds: all reads succeed, at most 1 % of writes is a 503', async () => {
  const figures = await terminateBackends({ rate: 100, seconds: 6 })
  show('connections terminated', figures)
  expect(figures).toMatchObject({ failedReads: 0, improper: 0, lost: 0 })
  expect(figures.terminated).toBeGreaterThan(0)
  // One of few is more than 1 %.
  expect(figures.failedWrites).toBeLessThanOrEqual(Math.max(1, figures.writes / 100))
})

test('a pool without a free connection: 503 in 1.2 s, liveness untouched, normal at once after', async () => {
  const figures = await exhaustPool({ requests: 200 })
  show('pool exhausted', figures)
  expect(figures).toMatchObject({ unavailable: 200, liveFailures: 0 })
  expect(figures.slowestMs).toBeLessThan(1_200)
  expect(figures.liveP99Ms).toBeLessThan(50)
  expect(figures.normalAfterMs).toBeLessThan(1_000)
})

test('a server without a free connection: 503, normal as soon as there is one', async () => {
  const figures = await takeAllConnections({ requests: 50 })
  show('no connection left at the server', figures)
  expect(figures.unavailable).toBe(50)
  expect(figures.normalAfterMs).toBeLessThan(1_000)
})

test('what is refused takes no connection: answered though the only one is busy', async () => {
  for (const { name, status, expected, milliseconds } of await refuseWithoutConnection()) {
    show(`refused with the pool held, ${name}`, { status, milliseconds })
    expect([name, status]).toEqual([name, expected])
    expect(milliseconds, name).toBeLessThan(50)
  }
})
