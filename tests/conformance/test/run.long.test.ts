import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { startDeno } from '../hosts/runtimes.ts'
import { cases } from '@gimbal/conformance'
import { liveCases } from '@gimbal/conformance'
import type { Result } from '@gimbal/conformance'

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url))

test('run URL --json runs the whole suite and ends by itself', async () => {
  const deno = await startDeno()
  try {
    const args = ['--conditions=@gimbal/source', CLI, 'run', deno.url, '--as', 'deno', '--json']
    const lines = execFileSync(process.execPath, args, { encoding: 'utf8' }).trimEnd().split('\n')
    const results = lines.map((line) => JSON.parse(line) as Result)
    expect(results.map(({ id }) => id)).toEqual([...cases, ...liveCases].map(({ id }) => id))
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  } finally {
    await deno.stop()
  }
}, 120_000)
