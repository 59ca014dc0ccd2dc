import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDb } from '../../prisma/src/client/node.ts'
import { startPostgres } from '../../prisma/src/development/testing.ts'
import type { TestPostgres } from '../../prisma/src/development/testing.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const ROOT = join(import.meta.dirname, '../..')

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})

afterAll(() => postgres.stop())

test('dev cloudflare --accelerate puts it between the Worker and the database, and ends it too', async () => {
  const dev = run(['cloudflare', '--accelerate'], postgres.url)
  await expect.poll(dev.output, { timeout: 50_000, interval: 50 }).toContain('Ready in')
  expect(dev.output()).toContain('Accelerate  local, between the Worker and the database')
  const url = /^ {2}Worker +(http:\S+)$/m.exec(dev.output())?.[1] ?? ''
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  // A Worker over TCP gives its connections our name, and keeps none.
  const db = createDb(postgres.url, { max: 1 })
  const names = await db.$queryRaw`SELECT DISTINCT application_name FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`
  await db.$disconnect()
  expect(names).toEqual([{ application_name: '' }])
  dev.child.kill('SIGINT')
  expect(await dev.exit).toBe(0)
  expect(processes(dev.mark)).toEqual([])
})

test('what is not for it is said in one line', async () => {
  for (const [words, url, line] of [
    [['express', '--accelerate'], postgres.url, '--accelerate is for the Worker'],
    [['cloudflare', '--accelerate'], 'prisma://a.test/?api_key=secret', '--accelerate needs a'],
  ] as const) {
    const dev = run(words, url)
    expect(await dev.exit).toBe(1)
    expect(dev.output()).toContain(line)
    expect(dev.output()).not.toContain('secret')
  }
})

function run(words: readonly string[], databaseUrl: string) {
  const name = `accelerate-${String(process.pid)}`
  const child = spawn(process.execPath, [join(ROOT, 'scripts/dev.ts'), ...words], {
    env: {
      ...process.env,
      DEV_TEST: name,
      DATABASE_URL: databaseUrl,
      WORKER_PORT: '0',
      DATABASE_PORT: '0',
      INSPECTOR_PORT: '0',
      // Vitest's own, which would make the children colour their lines and change their modules.
      NODE_OPTIONS: '',
      npm_lifecycle_event: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (text += String(chunk)))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return { child, exit, output: () => text, mark: `DEV_TEST=${name}` }
}

/** All processes whose environment holds the mark. */
function processes(mark: string): string[] {
  const all = execFileSync('ps', ['axeww', '-o', 'pid=,command='], { maxBuffer: 1e8 }).toString()
  return all.split('\n').filter((line) => line.includes(mark))
}
