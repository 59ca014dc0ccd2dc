import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { toNode } from '@gimbal/adapter-node'
import { afterEach, expect, test } from 'vitest'

import { foreignServerGaps as foreignGaps } from '../known-deviations/node-and-workerd.ts'
import { createKitApp } from '../../../packages/conformance/src/app.ts'
import { cases } from '../../../packages/conformance/src/cases/index.ts'
import { expectationsOf } from '../../../packages/conformance/src/case.ts'
import {
  type Gap,
  type Gaps,
  type Result,
  runCases,
} from '../../../packages/conformance/src/run-cases.ts'
import { socketTarget } from '../../../packages/conformance/src/socket-target.ts'

// The suite judged by faults that are put into an adapter: it must name just the cases they break.

const handle = toNode(createKitApp())
let stop: () => Promise<void> = async () => undefined
afterEach(() => stop())

test('reports exactly the cases that expect an allow header when an adapter drops it', async () => {
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

test('reports an adapter that folds the case of paths', async () => {
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

test('turns red for a gap that is none', async () => {
  const failed = await failuresOf(handle, /^K0/, { K01: 'the host cannot say hello' })
  expect(failed.map(({ id, differences }) => [id, differences])).toEqual([
    ['K01', ['passes: take it out of the gaps']],
  ])
})

test('turns red for a gap that answers with a 500 of ours', async () => {
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
    ['a gap that is a 500 of ours'],
  ])
})

test('bears what a gap says that the platform does to a connection, and nothing else', async () => {
  const silent: RequestListener = (req, res) => void (req.url === '/nope' || handle(req, res))
  const failedWith = async (gap: Gap | string): Promise<readonly string[]> => {
    const failed = await failuresOf(silent, /^K03$/, { K03: gap })
    await stop()
    return failed.flatMap(({ differences }) => differences)
  }
  const reason = 'the host keeps silent'
  expect(await failedWith({ reason, breaks: 'hang' })).toEqual([])
  expect(await failedWith({ reason, breaks: 'malformed' })).toEqual(['hang: the deadline passed'])
  expect(await failedWith(reason)).toEqual(['hang: the deadline passed'])
})

test('bears that a gap passes where it says that it does now and then', async () => {
  const gap = { reason: 'the host races with itself', sometimes: true }
  expect(await failuresOf(handle, /^K01$/, { K01: gap })).toEqual([])
})

async function failuresOf(
  listener: RequestListener,
  ids: RegExp = /^/,
  gaps: Gaps = {},
): Promise<readonly Result[]> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const { port } = server.address() as AddressInfo
  const results = await runCases(socketTarget(`http://127.0.0.1:${port}`), {
    gaps: { ...foreignGaps, ...gaps },
    cases: cases.filter(({ id }) => ids.test(id)),
  })
  return results.filter(({ outcome }) => outcome === 'failed')
}
