import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hangUp } from '../hang-up.ts'
import { outlive } from '../lifetimes.ts'
import { show } from '../show.ts'
import { type Sites, startSites } from '../site.ts'

// Real servers; machines may be slow.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 })

let sites: Sites

beforeAll(async () => {
  sites = await startSites()
})
afterAll(() => sites.stop())

test('Accelerate: a cold isolate uses one client for ten thousand requests, fifty of them simultaneous', async () => {
  const before = sites.accelerateRequests.get('/connection-info') ?? 0
  const figures = await outlive(sites.accelerate, { warm: 6_000, counted: 4_000 })
  const connectionInfo = (sites.accelerateRequests.get('/connection-info') ?? 0) - before
  show('workerd, Accelerate', { ...figures, connectionInfo })
  expect(connectionInfo).toBe(1)
  expect(figures).toMatchObject({
    failures: 0,
    runtimeErrors: 0,
    wasmMemories: 1,
    wasmGrowthKiB: 0,
  })
  // One client per request would use about 10 kB each: 40 MiB.
  expect(figures.residentGrowthMiB).toBeLessThan(32)
})

test('TCP: one client for each of ten thousand requests, no connection left, constant memory', async () => {
  const figures = await outlive(sites.tcp, { warm: 4_000, counted: 6_000 })
  show('workerd, TCP', figures)
  expect(figures).toMatchObject({
    failures: 0,
    runtimeErrors: 0,
    wasmMemories: 1,
    wasmGrowthKiB: 0,
  })
  expect(figures.connectionsAtMost).toBeLessThanOrEqual(8)
  expect(figures.connectionsAfter).toBe(0)
  // Clients without a disconnect would use about 10 kB each: 60 MiB.
  expect(figures.residentGrowthMiB).toBeLessThan(32)
})

test.for([
  { isCold: false, clients: 40 },
  { isCold: true, clients: 40 },
])('clients that leave keep nothing in use: $clients of them, cold: $isCold', async (options) => {
  for (const name of ['tcp', 'accelerate'] as const) {
    const figures = await hangUp(sites[name], options)
    show(`workerd, clients gone, ${name}`, figures)
    expect(figures).toMatchObject({ connectionsAfter: 0, failuresAfter: 0, runtimeErrors: 0 })
    if (!options.isCold) expect(figures.wasmGrowthKiB).toBe(0)
  }
})
