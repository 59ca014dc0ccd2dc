/**
 * Runs all checks of the repository, then all tests, and closes
 * with a line `N passed, N failed`. `pnpm test kit` runs only the test files whose path has `kit`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const filters = process.argv.slice(2)
const checks: [name: string, command: string, ...args: string[]][] =
  filters.length > 0
    ? []
    : [
        ['formatting', 'prettier', '--check', '--log-level', 'warn', '.'],
        ['types of packages', 'turbo', 'run', 'typecheck', '--output-logs', 'errors-only'],
        ['types of scripts', 'tsc', '-p', 'scripts'],
        ['lint', 'eslint', '.'],
      ]

const folder = mkdtempSync(join(tmpdir(), 'gimbal-test-'))
const total: Count = { passed: 0, failed: 0, skipped: 0 }
try {
  await run('turbo', ['run', 'generate', '--output-logs', 'errors-only'])
  // Beside each other: none of them uses more than one core.
  await Promise.all(
    checks.map(async ([name, command, ...args]) => {
      const start = performance.now()
      total[(await run(command, args)) ? 'passed' : 'failed']++
      console.log(`${name}: ${secondsSince(start)} s`)
    }),
  )
  const start = performance.now()
  add(await vitest(join(folder, 'vitest.json')))
  console.log(`tests: ${secondsSince(start)} s`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const skipped = total.skipped > 0 ? `, ${String(total.skipped)} skipped` : ''
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed${skipped}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

async function vitest(report: string): Promise<Count> {
  const isGreen = await run('vitest', [
    'run',
    ...filters,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const result = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTotalTests: number
  }
  // A file that does not load fails no test, but the run.
  const failed = isGreen ? 0 : Math.max(1, result.numFailedTests)
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests }
}

async function run(command: string, args: string[]): Promise<boolean> {
  const [code] = (await once(spawn(command, args, { stdio: 'inherit' }), 'exit')) as [number | null]
  return code === 0
}

function add(count: Count): void {
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1)
}
