import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { nodeDeviations } from '../known-deviations/node-and-workerd.ts'
import { startNode } from '../hosts/node.ts'
import type { Started } from '@gimbal/conformance'
import type { Result } from '@gimbal/conformance'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

let node: Started & { readonly url: string }
beforeAll(async () => {
  const started = await startNode()
  if (!('url' in started)) throw new Error('it has no url')
  node = started
})
afterAll(() => node.stop())

test('run URL --json prints each result as a line of JSON, and ends with 1 for a failure', async () => {
  const { code, results } = await runJson('--only', '^K(0|19|43)|^work')
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  const ids = Object.keys(nodeDeviations).filter((id) => /^K(0|19)/.test(id))
  expect(failed.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(failed[0]?.differences[0]).toMatch(/^status 400, expected 501$|expected/)
  expect(results.map(({ id }) => id)).toEqual(expect.arrayContaining(['K01', 'K43', 'work']))
  expect(code).toBe(1)
}, 30_000)

test('run URL --as uses the known deviations of a host, and ends with 0', async () => {
  const { code, results } = await runJson('--only', '^K0', '--as', 'node')
  const knownDeviations = results.filter(({ outcome }) => outcome === 'known deviation')
  expect(knownDeviations.map(({ reason }) => reason)).toContain(nodeDeviations['K06-FOO'])
  expect(results.some(({ outcome }) => outcome === 'failed')).toBe(false)
  expect(code).toBe(0)
}, 30_000)

test('run URL prints the failures and their number', async () => {
  const { code, output } = await run('--only', '^K06-FOO$|^K01$')
  expect(output).toMatch(
    /^method\/\S+ \(K06-FOO\)\n {4}status 400, expected 501\n[^]*\n1 passed, 1 failed, 0 known deviations\n$/,
  )
  expect(code).toBe(1)
}, 30_000)

async function runJson(
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly results: readonly Result[] }> {
  const { code, output } = await run(...options, '--json')
  const lines = output.trimEnd().split('\n')
  return { code, results: lines.map((line) => JSON.parse(line) as Result) }
}

function run(
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> {
  const args = ['--conditions=@gimbal/source', CLI, 'run', node.url, ...options]
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, output) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output })
    })
  })
}
