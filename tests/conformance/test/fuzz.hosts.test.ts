import type { RequestListener } from 'node:http'

import { serve, toNode } from '@gimbal/adapter-node'
import { afterEach, expect, test } from 'vitest'

import { hostNamed } from '../hosts/index.ts'
import { createKitApp } from '@gimbal/conformance/app'
import { fuzzDeviations } from '../known-deviations/fuzz.ts'
import { fuzz } from '@gimbal/conformance/fuzz'
import type { FuzzHost } from '@gimbal/conformance/fuzz'
import type { Finding } from '@gimbal/conformance/fuzz'
import { toText } from '@gimbal/conformance/fuzz'
import { reportText } from '@gimbal/conformance/fuzz'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

// Tests the fuzzer with a fault in one of two hosts: it must find each fault, and shrink the
// request.

test('finds a host that ignores the case of paths', async () => {
  const found = await findingOf((req) => (req.url = req.url?.toLowerCase() ?? ''))
  expect(found.messages).toHaveLength(1)
  expect(lengthOf(found)).toBeLessThan(80)
}, 60_000)

test('finds a host that decodes twice', async () => {
  const found = await findingOf((req) => (req.url = (req.url ?? '').replaceAll('%25', '%')))
  expect(toText(found.messages[0]!)).toContain('%25')
  expect(lengthOf(found)).toBeLessThan(80)
}, 60_000)

test('finds a host that drops the second cookie of a response', async () => {
  const found = await findingOf((_req, res) => {
    const append = res.appendHeader.bind(res)
    res.appendHeader = (name, value) => (res.hasHeader(name) ? res : append(name, value))
  })
  expect(found.fault.kind).toMatch(/header .*set-cookie/)
}, 60_000)

test('finds a host that drops the second cookie of a request', async () => {
  const found = await findingOf((req) => {
    const first = req.rawHeaders.findIndex(
      (name, index) => index % 2 === 0 && name.toLowerCase() === 'cookie',
    )
    if (first >= 0) req.headers.cookie = req.rawHeaders[first + 1]
  })
  expect(found.messages[0]?.lines.filter(([name]) => /^cookie$/i.test(name))).toHaveLength(2)
}, 60_000)

test('finds a host that does not respond', async () => {
  const found = await findingOf((req, res) => {
    if (/[?&]page=1/.test(req.url ?? '')) res.end = () => res
  })
  expect(found.fault.kind).toBe('express: hangs')
}, 60_000)

test('finds no difference between the hosts of this repository, with a random seed', async () => {
  const names = ['node', 'express', 'express-mounted', 'hono-node', 'workerd', 'fetch']
  const hosts = await Promise.all(names.map(running))
  const report = await fuzz(hosts, { seed: 1, seconds: 30, requests: 2000 })
  expect(report.findings.length === 0 ? '' : reportText(report)).toBe('')
  expect(report.compared).toBeGreaterThan(report.requests * 2)
}, 90_000)

async function running(name: string): Promise<FuzzHost> {
  const started = await hostNamed(name).start()
  stops.push(started.stop)
  return { name, deviations: fuzzDeviations, started }
}

/** Returns the first finding of the fuzzer if only the second of two hosts has the fault. */
async function findingOf(plant: (...both: Parameters<RequestListener>) => void): Promise<Finding> {
  const handle = toNode(createKitApp())
  const listener: RequestListener = (req, res) => {
    plant(req, res)
    handle(req, res)
  }
  const { url, close } = await serve(listener, { port: 0, host: '127.0.0.1' })
  stops.push(close)
  const report = await fuzz([await running('node'), { name: 'express', started: { url } }], {
    seed: 7,
    seconds: 50,
    most: 1,
    deadline: 500,
  })
  const [finding] = report.findings
  if (finding === undefined) throw new Error(reportText(report))
  expect(finding.confirmed).toBe(true)
  return finding
}

function lengthOf({ messages }: Finding): number {
  return messages.map(toText).join('').length
}
