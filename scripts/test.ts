/**
 * Runs all checks of the repository, in the order in which a failure is cheapest to find, and closes
 * with a line `N passed, N failed`. `pnpm test kit` runs only the test files whose path has `kit`.
 */
import { spawnSync } from 'node:child_process'
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
  run('turbo', ['run', 'generate', '--output-logs', 'errors-only'])
  for (const [name, command, ...args] of checks) {
    const seconds = time(() => {
      total[run(command, args) ? 'passed' : 'failed']++
    })
    console.log(`${name}: ${seconds} s`)
  }
  const seconds = time(() => {
    add(vitest(join(folder, 'vitest.json')))
  })
  console.log(`tests: ${seconds} s`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const skipped = total.skipped > 0 ? `, ${String(total.skipped)} skipped` : ''
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed${skipped}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

function vitest(report: string): Count {
  const isGreen = run('vitest', [
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

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}

function add(count: Count): void {
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}

function time(task: () => void): string {
  const start = performance.now()
  task()
  return ((performance.now() - start) / 1000).toFixed(1)
}
