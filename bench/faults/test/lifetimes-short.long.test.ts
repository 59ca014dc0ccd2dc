import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hangUp } from '../hang-up.ts'
import { outlive } from '../lifetimes.ts'
import { type Sites, startSites } from '../site.ts'

// Real servers; machines may be slow. The long form sends thousands of requests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let sites: Sites

beforeAll(async () => {
  sites = await startSites()
})
afterAll(() => sites.stop())

test('Accelerate: a cold isolate uses one client and one memory for fifty simultaneous requests', async () => {
  const before = sites.accelerateRequests.get('/connection-info') ?? 0
  const figures = await outlive(sites.accelerate, { warm: 50, counted: 200 })
  expect(sites.accelerateRequests.get('/connection-info')).toBe(before + 1)
  expect(figures).toMatchObject({
    failures: 0,
    runtimeErrors: 0,
    wasmMemories: 1,
    wasmGrowthKiB: 0,
  })
})

test('TCP: one client per request, no connection left, one memory', async () => {
  const figures = await outlive(sites.tcp, { warm: 50, counted: 100 })
  expect(figures).toMatchObject({
    failures: 0,
    runtimeErrors: 0,
    wasmMemories: 1,
    wasmGrowthKiB: 0,
  })
  expect(figures.connectionsAtMost).toBeLessThanOrEqual(8)
  expect(figures.connectionsAfter).toBe(0)
})

test('TCP: clients that leave before the response leave no connection and no memory in use', async () => {
  const figures = await hangUp(sites.tcp, { clients: 10, isCold: false })
  expect(figures).toMatchObject({ connections: 10, connectionsAfter: 0, wasmGrowthKiB: 0 })
  expect(figures).toMatchObject({ failuresAfter: 0, runtimeErrors: 0 })
})

test.for(['tcp', 'accelerate'] as const)(
  '%s: after clients leave a cold isolate, later requests succeed',
  async (name) => {
    const figures = await hangUp(sites[name], { clients: 10, isCold: true })
    expect(figures).toMatchObject({ connectionsAfter: 0, failuresAfter: 0, runtimeErrors: 0 })
  },
)
