import { afterAll, beforeAll, expect, test } from 'vitest'

import { leaveEarly } from './leave-early.ts'
import { type Measured, startMeasured } from './measured.ts'
import { MEBIBYTE, nodeHosts, ways } from './memory-hosts.ts'
import { pour } from './pour.ts'

let measured: Measured
beforeAll(async () => {
  measured = await startMeasured(nodeHosts)
}, 30_000)
afterAll(() => measured.stop())

// 1 MiB of each body is read. In chunks of 64 bytes that is 160,000 chunks. V8 lets its young
// generation grow by up to 48 MB while Node makes a buffer of each: the bound of R13 holds there.
test.for([
  [65_536, 413, 20],
  [64, 413, 80],
  [1, 400, 20],
] as const)(
  'R12: ten bodies of 100 MB in chunks of %i get %i and cost at most %i MB',
  { timeout: 60_000 },
  async ([chunk, status, most]) => {
    const url = measured.urls.get('node')!
    const way = { target: '/bytes', type: 'a/b', chunked: true, bytes: 100 * MEBIBYTE, chunk }
    const before = await measured.usage()
    const statuses = await Promise.all(Array.from({ length: 10 }, () => pour(url, way)))
    expect(new Set(statuses)).toEqual(new Set([status]))
    const { peak } = await measured.usage()
    expect(peak - before.rss).toBeLessThanOrEqual(most * MEBIBYTE)
  },
)

test('GHSA-jm64-8m5q-4qh8: reads no more than 2 MiB of 100 MB in each way, on each Node host', async () => {
  await measured.usage()
  const all = nodeHosts.flatMap((name) =>
    ways.flatMap(([target, type, status]) =>
      [false, true].map(async (chunked) => {
        const url = measured.urls.get(name)!
        const got = await pour(url, { target, type, chunked, bytes: 100 * MEBIBYTE })
        const wanted = chunked ? status : 413
        return got === wanted ? '' : `${name} ${target} chunked ${chunked}: ${got}`
      }),
    ),
  )
  expect((await Promise.all(all)).filter((line) => line !== '')).toEqual([])
  const { mostRead } = await measured.usage()
  expect(mostRead).toBeGreaterThan(MEBIBYTE)
  expect(mostRead).toBeLessThanOrEqual(2 * MEBIBYTE)
}, 60_000)

test('a million chunks of one byte are refused early, and cost no more memory than that', async () => {
  const way = { target: '/json', type: 'application/json', chunked: true, bytes: 1_000_000 }
  for (const name of nodeHosts) {
    const before = await measured.usage()
    const url = measured.urls.get(name)!
    const statuses = await Promise.all([1, 2].map(() => pour(url, { ...way, chunk: 1 })))
    expect(statuses, name).toEqual([400, 400])
    const { peak } = await measured.usage()
    expect(peak - before.rss, name).toBeLessThanOrEqual(20 * MEBIBYTE)
  }
}, 60_000)

test.for(nodeHosts.filter((name) => name !== 'express-mounted'))(
  'R13: a body costs at most eight times its bytes, in chunks of any size, on %s',
  { timeout: 60_000 },
  async (name) => {
    const url = measured.urls.get(name)!
    const post = (bytes: number, chunk: number): Promise<number> =>
      pour(url, { target: '/bytes', type: 'a/b', chunked: true, bytes, chunk, whole: true })
    // Warms up, so that the heap reaches its size.
    await Promise.all(Array.from({ length: 10 }, () => post(MEBIBYTE, 64)))
    for (const [chunk, count] of [
      [64, 10],
      [1024, 10],
      [65_536, 10],
    ] as const) {
      const before = await measured.usage()
      const statuses = await Promise.all(Array.from({ length: count }, () => post(MEBIBYTE, chunk)))
      expect(new Set(statuses)).toEqual(new Set([200]))
      const { peak } = await measured.usage()
      expect(peak - before.rss, `chunks of ${chunk}`).toBeLessThanOrEqual(8 * count * MEBIBYTE)
    }
  },
)

test.for(nodeHosts)(
  'clients that leave a slow handler leave no memory in use, on %s',
  { timeout: 30_000 },
  async (name) => {
    await idle()
    const before = await measured.usage()
    await leaveEarly(measured.urls.get(name)!, 300)
    await idle()
    const most = before.handles + 5
    await expect.poll(async () => (await measured.usage()).handles).toBeLessThanOrEqual(most)
    const { heapUsed } = await measured.usage()
    expect(heapUsed - before.heapUsed).toBeLessThan(5 * MEBIBYTE)
  },
)

/** Waits until no connection is left. */
async function idle(): Promise<void> {
  await expect.poll(async () => (await measured.usage()).sockets, { timeout: 5000 }).toBe(0)
}
