import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { cases } from '@gimbal/conformance'
import { expectationsOf } from '@gimbal/conformance'

const FILE = fileURLToPath(new URL('own-host/my-host.node-test.ts', import.meta.url))

test('the README shows the test of a custom adapter unchanged', () => {
  const readme = readFileSync(
    new URL('../../../packages/conformance/README.md', import.meta.url),
    'utf8',
  )
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(FILE, 'utf8')}\`\`\`\n`)
})

test.concurrent(
  'the test of a custom adapter passes under node --test',
  async () => {
    const { code, failed, count } = await nodeTest('')
    expect(failed).toEqual([])
    expect(code).toBe(0)
    expect(count('pass')).toBeGreaterThan(500)
    expect(count('skipped')).toBeGreaterThan(100)
  },
  60_000,
)

test.concurrent(
  'a fault in the adapter and an outdated known deviation fail, and no other case does',
  async () => {
    const { code, failed, output } = await nodeTest('drops-allow knows-peer')
    const allowing = cases
      .filter((one) => expectationsOf(one).some(({ headers = {} }) => 'allow' in headers))
      .map(({ id }) => id)
    expect(code).toBe(1)
    expect(failed.filter((id) => !allowing.includes(id))).toEqual(['K26', 'K26-client'])
    expect(failed.filter((id) => allowing.includes(id)).length).toBeGreaterThan(10)
    expect(output).toContain('header allow: none, expected GET, HEAD, OPTIONS')
    expect(output).toContain('passes: take it out of the known deviations')
  },
  60_000,
)

interface Run {
  readonly code: number | null
  readonly output: string
  /** The ids of the failed cases. */
  readonly failed: readonly string[]
  /** Returns a number of the summary. */
  readonly count: (what: string) => number
}

async function nodeTest(fault: string): Promise<Run> {
  const flags = ['--conditions=@gimbal/source', '--test', '--test-reporter=tap']
  const child = spawn(process.execPath, [...flags, FILE], {
    // Otherwise node --test takes this process for a part of the current run.
    env: { ...process.env, FAULT: fault, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const found = output.matchAll(/^ {4}not ok \d+ - (?:expected to fail: )?\S+ \((\S+)\)/gm)
  return {
    code,
    output,
    failed: [...found].map(([, id = '']) => id),
    count: (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? NaN),
  }
}
