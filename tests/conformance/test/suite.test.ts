import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { toNode } from '@gimbal/adapter-node'
import { afterEach, expect, test } from 'vitest'

import { foreignServerDeviations as foreignDeviations } from '../known-deviations/node-and-workerd.ts'
import { createKitApp } from '@gimbal/conformance/app'
import { cases } from '@gimbal/conformance'
import { expectationsOf } from '@gimbal/conformance'
import {
  type KnownDeviation,
  type KnownDeviations,
  type Result,
  runCases,
} from '@gimbal/conformance'
import { socketTarget } from '@gimbal/conformance'

// Tests the suite with faults in an adapter: it must report exactly the cases that they break.

const handle = toNode(createKitApp())
let stop: () => Promise<void> = async () => undefined
afterEach(() => stop())

test('reports exactly the cases that expect an allow header if an adapter drops it', async () => {
  const failed = await failuresOf((req, res) => {
    const set = res.setHeader.bind(res)
    res.setHeader = (name, value) => (name === 'allow' ? res : set(name, value))
    handle(req, res)
  })
  const expected = cases.filter((one) =>
    expectationsOf(one).some(({ headers = {} }) => 'allow' in headers),
  )
  expect(expected.length).toBeGreaterThan(10)
  expect(failed.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
  for (const { differences } of failed) {
    expect(differences).toEqual([expect.stringMatching(/^header allow: none, expected /)])
  }
}, 60_000)

test('reports the second cookie that an adapter drops', async () => {
  const failed = await failuresOf((req, res) => {
    const append = res.appendHeader.bind(res)
    res.appendHeader = (name, value) => (res.hasHeader(name) ? res : append(name, value))
    handle(req, res)
  }, /^K/)
  expect(failed.map(({ id }) => id)).toEqual(['K43'])
}, 60_000)

test('reports an adapter that ignores the case of paths', async () => {
  const failed = await failuresOf((req, res) => {
    req.url = req.url?.toLowerCase() ?? ''
    handle(req, res)
  }, /^K0/)
  expect(failed.map(({ id }) => id)).toContain('K09')
})

test('reports an adapter that decodes twice', async () => {
  const failed = await failuresOf((req, res) => {
    req.url = (req.url ?? '').replaceAll('%25', '%')
    handle(req, res)
  }, /^K1/)
  expect(failed.map(({ id }) => id)).toEqual(expect.arrayContaining(['K12', 'K18-double']))
})

test('reports a hang', async () => {
  const failed = await failuresOf((req, res) => {
    if (req.url !== '/resp/png') handle(req, res)
  }, /^bytes-out/)
  expect(failed.map(({ id, differences }) => [id, differences[0]])).toEqual([
    ['bytes-out-type', 'hang: the deadline passed'],
  ])
})

test('fails for a known deviation that passes', async () => {
  const failed = await failuresOf(handle, /^K0/, { K01: 'the host cannot say hello' })
  expect(failed.map(({ id, differences }) => [id, differences])).toEqual([
    ['K01', ['passes: take it out of the known deviations']],
  ])
})

test('fails for a known deviation that is a 500 of the app', async () => {
  const failed = await failuresOf(
    (req, res) => {
      if (req.url === '/nope') req.url = '/resp/throw'
      handle(req, res)
    },
    /^K03$/,
    { K03: 'the host has no 404' },
  )
  expect(failed.map(({ id, differences }) => [id, differences])).toContainEqual([
    'K03',
    ['a known deviation that is a 500 of the app'],
  ])
})

test('accepts only the connection fault that a known deviation declares', async () => {
  const silent: RequestListener = (req, res) => void (req.url === '/nope' || handle(req, res))
  const failedWith = async (deviation: KnownDeviation | string): Promise<readonly string[]> => {
    const failed = await failuresOf(silent, /^K03$/, { K03: deviation })
    await stop()
    return failed.flatMap(({ differences }) => differences)
  }
  const reason = 'the host keeps silent'
  expect(await failedWith({ reason, breaks: 'hang' })).toEqual([])
  expect(await failedWith({ reason, breaks: 'malformed' })).toEqual(['hang: the deadline passed'])
  expect(await failedWith(reason)).toEqual(['hang: the deadline passed'])
})

test('accepts a passing known deviation that is marked as occasional', async () => {
  const deviation = { reason: 'the host races with itself', sometimes: true }
  expect(await failuresOf(handle, /^K01$/, { K01: deviation })).toEqual([])
})

async function failuresOf(
  listener: RequestListener,
  ids: RegExp = /^/,
  knownDeviations: KnownDeviations = {},
): Promise<readonly Result[]> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const { port } = server.address() as AddressInfo
  const results = await runCases(socketTarget(`http://127.0.0.1:${port}`), {
    knownDeviations: { ...foreignDeviations, ...knownDeviations },
    cases: cases.filter(({ id }) => ids.test(id)),
  })
  return results.filter(({ outcome }) => outcome === 'failed')
}
