import { afterAll, expect, test } from 'vitest'

import { hostNamed } from '../hosts/index.ts'
import { fuzzDeviations } from '../known-deviations/fuzz.ts'
import { fuzz } from '@gimbal/conformance/fuzz'
import type { FuzzHost } from '@gimbal/conformance/fuzz'
import { reportText } from '@gimbal/conformance/fuzz'

const stops: (() => Promise<void>)[] = []
afterAll(() => Promise.all(stops.map((stop) => stop())))

test('finds no difference between Node and the hosts with special rules', async () => {
  const names = ['node', 'bun', 'deno', 'express-json', 'express-json-raw']
  const hosts = await Promise.all(names.map(running))
  const report = await fuzz(hosts, { seed: 2, seconds: 60, requests: 10_000 })
  expect(report.findings.length === 0 ? '' : reportText(report)).toBe('')
  expect(report.compared).toBeGreaterThan(report.requests * 2)
}, 120_000)

async function running(name: string): Promise<FuzzHost> {
  const started = await hostNamed(name).start()
  stops.push(started.stop)
  return { name, deviations: fuzzDeviations, started }
}
