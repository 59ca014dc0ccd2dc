import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 120_000 })

const ROOT = join(import.meta.dirname, '../..')
const ENTRY_POINTS = [
  'packages/adapter-express/app/server.ts',
  'packages/adapter-hono-node/app/server.ts',
  'packages/adapter-cloudflare/app/worker.ts',
]
const ready = ENTRY_POINTS.every((entryPoint) => existsSync(join(ROOT, entryPoint)))

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-dev-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test.runIf(ready)('dev serves three hosts, and a Ctrl-C leaves nothing behind', async () => {
  const dev = await startDev('interrupted')
  expect(dev.urls).toHaveLength(3)
  for (const url of dev.urls) expect((await fetch(`${url}/health/live`)).status).toBe(200)
  dev.process.kill('SIGINT')
  expect(await dev.exit).toBe(0)
  expect(processes(dev.mark)).toEqual([])
})

test.runIf(ready)('a server that is killed ends the others', async () => {
  const dev = await startDev('crashed')
  const server = processes(dev.mark).find((line) => line.includes('app/server.ts'))
  process.kill(Number.parseInt(server ?? '', 10), 'SIGKILL')
  expect(await dev.exit).toBe(1)
  expect(dev.output()).toMatch(/(Express|Hono) ended \(SIGKILL\)/)
  expect(processes(dev.mark)).toEqual([])
})

test.runIf(ready)('dev itself killed takes all along, and its data is whole', async () => {
  const dev = await startDev('killed')
  dev.process.kill('SIGKILL')
  await expect.poll(() => processes(dev.mark), { timeout: 10_000 }).toEqual([])
  const again = await startDev('killed')
  again.process.kill('SIGTERM')
  expect(await again.exit).toBe(0)
})

test.runIf(ready)(
  'a version that does not start is reported once, and the next change repairs it',
  async () => {
    // Each server process loads this file, and fails as long as the marker is there.
    const marker = join(folder, 'broken')
    const preload = join(folder, 'preload.mjs')
    const guard = `process.argv[1]?.endsWith('app/server.ts') && existsSync(${JSON.stringify(marker)})`
    await writeFile(
      preload,
      `import { existsSync } from 'node:fs'\nif (${guard}) throw new TypeError('broken on purpose')\n`,
    )
    // A source file that nothing imports: its changes start a new version.
    const probe = join(ROOT, `apps/users-api/src/dev-test-${String(process.pid)}.ts`)
    const options = { hosts: ['express', 'hono'], env: { NODE_OPTIONS: `--import=${preload}` } }
    const dev = await startDev('broken', options)
    try {
      await writeFile(marker, '')
      await writeFile(probe, '// broken\n')
      await expect.poll(dev.output, { timeout: 20_000 }).toContain('the same error as')
      const text = 'does not start and waits for the next change: TypeError: broken on purpose'
      expect(dev.output().split(text)).toHaveLength(2)
      await rm(marker)
      await writeFile(probe, '// repaired\n')
      await expect
        .poll(dev.output, { timeout: 20_000 })
        .toMatch(/Express reloaded[^]*Hono reloaded|Hono reloaded[^]*Express reloaded/)
      for (const url of dev.urls) expect((await fetch(`${url}/health/live`)).status).toBe(200)
    } finally {
      await rm(probe, { force: true })
      dev.process.kill('SIGINT')
    }
    expect(await dev.exit).toBe(0)
  },
)

test('a host that there is not is named, with those that there are', async () => {
  const { child, output } = run('unknown', ['apache'])
  expect(await exitCode(child)).toBe(1)
  expect(output()).toContain('There is no host apache; there are express, hono, cloudflare')
})

interface Dev {
  readonly process: ChildProcess
  readonly exit: Promise<number | null>
  readonly urls: readonly string[]
  readonly output: () => string
  readonly mark: string
}

interface DevOptions {
  readonly hosts?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

async function startDev(name: string, { hosts = [], env = {} }: DevOptions = {}): Promise<Dev> {
  const { child, output, mark } = run(name, hosts, env)
  const exit = exitCode(child)
  let ended = false
  void exit.then(() => (ended = true))
  await expect
    .poll(() => ended || output().includes('Ready in'), { timeout: 100_000, interval: 100 })
    .toBe(true)
  expect(ended, output()).toBe(false)
  const summary = output().slice(output().indexOf('\n  Express'))
  const urls = [...summary.matchAll(/^ {2}\w+ +(http:\S+)$/gm)].map((match) => match[1] ?? '')
  return { process: child, exit, urls, output, mark }
}

function run(name: string, hosts: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const mark = `DEV_TEST=${name}-${process.pid}`
  const child = spawn(process.execPath, [join(ROOT, 'scripts/dev.ts'), ...hosts], {
    env: {
      ...process.env,
      DEV_TEST: `${name}-${process.pid}`,
      DATABASE_URL: '',
      // One for all: only the first pays for making it.
      DATABASE_FOLDER: join(folder, 'database'),
      EXPRESS_PORT: '0',
      HONO_PORT: '0',
      WORKER_PORT: '0',
      DATABASE_PORT: '0',
      INSPECTOR_PORT: '0',
      // Vitest's own, which would make the children colour their lines and change their modules.
      NODE_OPTIONS: '',
      npm_lifecycle_event: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (text += String(chunk)))
  return { child, output: () => text, mark }
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

/** All processes whose environment holds the mark, as `pid command`. */
function processes(mark: string): string[] {
  const all = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { maxBuffer: 1e8 }).toString()
  return all
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => line.trim())
}
