import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { build } from 'tsup'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LICENSES_FILE, type Metafile } from '../../../scripts/licenses.ts'
import { server } from '../../../tsup.base.ts'

let folder: string
let outDir: string
/** A folder that holds only `server.js`. */
let bare: string
let postgres: TestPostgres

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-single-file-'))
  bare = join(folder, 'bare')
  await mkdir(bare)
  const entry = { server: fileURLToPath(new URL('../app/server.ts', import.meta.url)) }
  outDir = join(folder, 'dist-server')
  await build({ ...server, entry, outDir, metafile: true, config: false, silent: true })
  await cp(join(outDir, 'server.js'), join(bare, 'server.js'))
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
}, 60_000)
afterAll(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

test('needs only one file, Node and DATABASE_URL; SIGTERM ends it with 0', async () => {
  const { child, output } = run({ DATABASE_URL: postgres.url })
  const url = await listening(child, output)
  const body = JSON.stringify({ name: 'Ada', email: 'ada@example.com', password: 'correct horse' })
  const headers = { 'content-type': 'application/json' }
  const created = await fetch(`${url}/users`, { method: 'POST', headers, body })
  expect([created.status, created.headers.get('location')]).toEqual([201, '/users/1'])
  expect(await created.json()).toMatchObject({ id: 1, name: 'Ada', email: 'ada@example.com' })
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)

  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
  expect(output()).not.toMatch(/warning|error/i)
}, 30_000)

test('puts the licence of every bundled package beside the file and into the container', async () => {
  const text = await readFile(join(outDir, LICENSES_FILE), 'utf8')
  const [own, ...entries] = text.split(/^={80}\n/m)
  expect(own).toMatch(/^Gimbal\n\nMIT License\n/)
  const described = new Map(
    entries.map((entry) => [/^\S+/.exec(entry)?.[0], entry.slice(entry.indexOf('\n')).trim()]),
  )

  const metafile = await readFile(join(outDir, 'metafile-esm.json'), 'utf8')
  const { outputs } = JSON.parse(metafile) as Metafile
  const bundled = new Set(
    Object.values(outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  )
  expect([...bundled]).toEqual(
    expect.arrayContaining(['express', 'pg', '@prisma/client', '@prisma/adapter-pg', 'zod']),
  )
  expect([...described.keys()].sort()).toEqual(expect.arrayContaining([...bundled].sort()))
  for (const [name, entry] of described) expect(entry.length, name).toBeGreaterThan(150)

  const dockerfile = await readFile(DOCKERFILE, 'utf8')
  const copied = /^COPY (?:--\S+ )*(.+) \S+$/m.exec(dockerfile)?.[1]
  expect(copied?.split(' ')).toEqual(['server.js', LICENSES_FILE])
})

test('the container has the Node version of package.json, pinned by its digest', async () => {
  const root = await readFile(new URL('../../../package.json', import.meta.url), 'utf8')
  const { devDependencies } = JSON.parse(root) as { devDependencies: { node: string } }
  const dockerfile = await readFile(DOCKERFILE, 'utf8')
  const [base, ...more] = [...dockerfile.matchAll(/^FROM (.*)$/gm)].map(([, image]) => image)
  expect(more).toEqual([])
  expect(base?.split('@')[0]).toBe(`node:${devDependencies.node}-trixie-slim`)
  expect(base).toMatch(/@sha256:[0-9a-f]{64}$/)
})

test("the container's health check passes while it serves, and not after", async () => {
  const { child, output } = run({ DATABASE_URL: postgres.url })
  const { port } = new URL(await listening(child, output))
  const [command, ...args] = await healthCheck()
  expect(command).toBe('node')
  const check = () => exitOf(execFile(process.execPath, args, { env: { PORT: port } }))
  expect(await check()).toBe(0)
  child.kill('SIGTERM')
  await exitOf(child)
  expect(await check()).toBe(1)
}, 30_000)

test.each([
  ['22.12.0', true],
  ['22.23.1', true],
  ['22.23.2', false],
  ['24.18.0', true],
  ['24.18.1', false],
  ['25.9.0', true],
  ['26.5.1', false],
])('starts on Node %s, and warns of missing security releases: %s', async (version, warns) => {
  const { child, output } = run({
    DATABASE_URL: postgres.url,
    NODE_OPTIONS: pretendNode(version),
  })
  await listening(child, output)
  expect(output().includes(`Warning: Node ${version} lacks security releases`)).toBe(warns)
  child.kill('SIGTERM')
  expect(await exitOf(child)).toBe(0)
})

test('prints one line without values if it cannot start, and ends with 1', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = String((taken.address() as { port: number }).port)
  const wrong: [what: RegExp, env: Record<string, string>][] = [
    [/DATABASE_URL is not set/, {}],
    [/DATABASE_URL has a scheme/, { DATABASE_URL: 'mysql://root:hunter2@localhost/app' }],
    [new RegExp(`port ${port}: .*in use`), { DATABASE_URL: postgres.url, PORT: port }],
    [
      /Node 22\.11\.0: install 22\.23\.2/,
      { DATABASE_URL: postgres.url, NODE_OPTIONS: pretendNode('22.11.0') },
    ],
  ]
  for (const [what, env] of wrong) {
    const { child, output } = run(env)
    expect([await exitOf(child), output()]).toEqual([1, expect.stringMatching(/^[^\n]+\n$/)])
    expect(output()).toMatch(what)
    expect(output()).not.toContain('hunter2')
  }
  taken.close()
}, 30_000)

const DOCKERFILE = new URL('../../../deploy/Dockerfile', import.meta.url)

// Node's parser of NODE_OPTIONS removes double quotes.
function pretendNode(version: string): string {
  return `--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`
}

function run(env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['server.js'], {
    cwd: bare,
    env: { HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  return { child, output: () => text }
}

async function listening(child: ChildProcess, output: () => string): Promise<string> {
  while (child.exitCode === null) {
    const found = /listens on (http:\S+)/.exec(output())?.[1]
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`it did not start:\n${output()}`)
}

/** Waits for the exit and for the rest of the output. */
async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

/** The command of the Dockerfile's health check, in exec form. */
async function healthCheck(): Promise<string[]> {
  const file = await readFile(DOCKERFILE, 'utf8')
  return JSON.parse(/^HEALTHCHECK [^[]*(\[.*\])$/m.exec(file)?.[1] ?? '[]') as string[]
}
