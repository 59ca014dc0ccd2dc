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

test('ten bodies of 100 MB at once cost at most 20 MB of memory', async () => {
  const url = measured.urls.get('node')!
  const way = { target: '/bytes', type: 'a/b', chunked: true, bytes: 100 * MEBIBYTE }
  const before = await measured.usage()
  const statuses = await Promise.all(Array.from({ length: 10 }, () => pour(url, way)))
  expect(new Set(statuses)).toEqual(new Set([413]))
  const { peak } = await measured.usage()
  expect(peak - before.rss).toBeLessThanOrEqual(20 * MEBIBYTE)
}, 60_000)

test('GHSA-jm64-8m5q-4qh8: of 100 MB no more than 2 MiB are taken, whoever reads them, on each Node host', async () => {
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

test.for(nodeHosts)(
  'clients that leave a slow handler leave nothing behind, on %s',
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
