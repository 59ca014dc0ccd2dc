import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

import { startRawWorkerd } from '../hosts/workerd.ts'
import { exchange } from '@gimbal/conformance'
import { leaveEarly } from './leave-early.ts'
import { type Measured, startMeasured } from './measured.ts'
import { MEBIBYTE, ways } from './memory-hosts.ts'
import { pour } from './pour.ts'

const HOSTS = ['node', 'express', 'hono-node']

test.for(HOSTS)(
  'ten simultaneous bodies of 100 MB cost at most 20 MB in each way to read them, on %s',
  { timeout: 120_000 },
  (name) =>
    measuring(name, async (url, measured) => {
      for (const [target, type] of ways) {
        await idle(measured)
        const before = await measured.usage()
        // Half of them declare their length, and are refused by it.
        const each = (chunked: boolean) =>
          pour(url, { target, type, chunked, bytes: 100 * MEBIBYTE })
        await Promise.all(Array.from({ length: 10 }, (_, index) => each(index % 2 === 0)))
        const { peak, mostRead } = await measured.usage()
        expect(peak - before.rss, target).toBeLessThanOrEqual(20 * MEBIBYTE)
        expect(mostRead, target).toBeLessThanOrEqual(2 * MEBIBYTE)
      }
    }),
)

test.for(HOSTS)(
  '20,000 clients that leave a slow handler leave no memory in use, on %s',
  { timeout: 120_000 },
  (name) =>
    measuring(name, async (url, measured) => {
      await leaveEarly(url, 1000)
      await idle(measured)
      const before = await measured.usage()
      await leaveEarly(url, 20_000)
      await idle(measured)
      const after = await measured.usage()
      expect(Math.abs(after.handles - before.handles)).toBeLessThanOrEqual(5)
      expect(Math.abs(after.heapUsed - before.heapUsed)).toBeLessThanOrEqual(5 * MEBIBYTE)
    }),
)

test.for(['node', 'hono-node'])(
  'GHSA-9mqv-5hh9-4cgg: 100,000 unsupported upgrades leave no memory in use, on %s',
  { timeout: 180_000 },
  (name) =>
    measuring(name, async (url, measured) => {
      // Warms up, so that the heap reaches its size.
      await upgrade(url, 100_000)
      const before = await measured.usage()
      await upgrade(url, 100_000)
      const after = await measured.usage()
      expect(after.heapUsed - before.heapUsed).toBeLessThanOrEqual(2 * MEBIBYTE)
      expect(after.rss - before.rss).toBeLessThanOrEqual(20 * MEBIBYTE)
    }),
)

test('a body in tiny chunks costs workerd no more memory than one in large chunks', async () => {
  const started = await startRawWorkerd()
  if (!('url' in started)) throw new Error('workerd has a url')
  const { url, stop } = started
  const post = async (chunk: number): Promise<number> => {
    const way = { target: '/bytes', type: 'a/b', chunked: true, bytes: MEBIBYTE, whole: true }
    let peak = 0
    const look = setInterval(() => (peak = Math.max(peak, rssOfWorkerd())), 20)
    const statuses = await Promise.all(
      Array.from({ length: 10 }, () => pour(url, { ...way, chunk })),
    )
    clearInterval(look)
    expect(new Set(statuses)).toEqual(new Set([200]))
    return peak
  }
  try {
    let large = 0
    for (let round = 0; round < 8; round++) large = Math.max(large, await post(65_536))
    for (const chunk of [1024, 64, 16]) {
      expect((await post(chunk)) - large, `chunks of ${chunk}`).toBeLessThanOrEqual(30 * MEBIBYTE)
    }
  } finally {
    await stop()
  }
}, 120_000)

/** The memory of all workerd processes that this process has started. */
function rssOfWorkerd(): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8')
        const field = (name: string): string =>
          new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? ''
        return [{ pid, parent: field('PPid'), name: field('Name'), rss: Number(field('VmRSS')) }]
      } catch {
        return [] // the process has ended
      }
    })
  const isOurs = (pid: string): boolean => {
    const parent = found.find((each) => each.pid === pid)?.parent
    return parent !== undefined && (parent === String(process.pid) || isOurs(parent))
  }
  const rss = found.filter(({ name, pid }) => name === 'workerd' && isOurs(pid))
  return 1024 * Math.max(...rss.map((each) => each.rss))
}

async function measuring(
  name: string,
  run: (url: string, measured: Measured) => Promise<void>,
): Promise<void> {
  const measured = await startMeasured([name])
  try {
    await run(measured.urls.get(name)!, measured)
  } finally {
    await measured.stop()
  }
}

/** Waits until no connection and no handler is left. */
async function idle(measured: Measured): Promise<void> {
  await expect.poll(async () => (await measured.usage()).sockets, { timeout: 10_000 }).toBe(0)
  await new Promise((resolve) => setTimeout(resolve, 600))
}

async function upgrade(url: string, count: number): Promise<void> {
  const port = Number(new URL(url).port)
  const fields = 'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  const steps = [Buffer.from(`GET /only-get HTTP/1.1\r\n${fields}`)]
  const lane = async (): Promise<void> => {
    for (let sent = 0; sent < count; sent += LANES) {
      const { answers } = await exchange(port, steps, { methods: ['GET'] })
      if (answers[0]?.status !== 200) throw new Error(`an upgrade got ${answers[0]?.status}`)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

const LANES = 50
