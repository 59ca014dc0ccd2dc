import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  bundleWorker,
  type RunningWorkerd,
  startWorkerd,
  type WorkerBundle,
} from '@gimbal/adapter-cloudflare/testing'
import { type LocalAccelerate, startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Answer, ask } from '../ask.ts'
import { show } from '../show.ts'
import { createAccounts } from '../sign-in.ts'

// Real servers, on machines that may be slow.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

const source = new URL('../../../packages/adapter-cloudflare/src/worker.ts', import.meta.url)

let postgres: TestPostgres
let observer: Client
let accelerate: LocalAccelerate
let worker: WorkerBundle
let token: string

beforeAll(async () => {
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  token = (await createAccounts(postgres.url, 1))[0]!.token
  observer = new Client(postgres.url)
  await observer.connect()
  accelerate = await startLocalAccelerate(postgres.url)
  worker = await bundleWorker(fileURLToPath(source))
})

afterAll(async () => {
  await accelerate.stop()
  await observer.end()
  await postgres.stop()
})

test('Accelerate: a cold isolate with fifty requests at once uses one client for thousands', async () => {
  await withWorker(accelerate.url, async (workerd) => {
    const before = accelerate.requests.get('/connection-info') ?? 0
    const cold = await askMany(workerd, { count: 50, concurrency: 50 })
    expect(statuses(cold)).toEqual({ 200: 50 })
    const { growth, answers } = await memoryOver(workerd, { warm: 6_000, counted: 4_000 })
    const asked = (accelerate.requests.get('/connection-info') ?? 0) - before
    show('workerd, Accelerate', {
      requests: cold.length + answers.length,
      'connection-info': asked,
      'memory growth MiB': growth,
    })
    expect(statuses(answers)).toEqual({ 200: answers.length })
    expect(asked).toBe(1)
    // A client per request would leave about 10 kB each: 40 MiB.
    expect(growth).toBeLessThan(32)
    expect(workerd.output()).not.toMatch(/different request|hung|Cannot perform I\/O/i)
  })
})

test('TCP: a client for each request, none stays behind, memory is flat', async () => {
  await withWorker(postgres.url, async (workerd) => {
    const cold = await askMany(workerd, { count: 50, concurrency: 50 })
    expect(statuses(cold)).toEqual({ 200: 50 })
    let most = 0
    const counting = setInterval(() => {
      void connections().then((count) => (most = Math.max(most, count)))
    }, 50)
    const { growth, answers } = await memoryOver(workerd, { warm: 1_400, counted: 2_800 })
    clearInterval(counting)
    await expect.poll(connections, { timeout: 3_000 }).toBe(0)
    const requests = cold.length + answers.length
    show('workerd, TCP', { requests, 'connections at most': most, 'memory growth MiB': growth })
    expect(statuses(answers)).toEqual({ 200: answers.length })
    // Clients that nobody disconnects would leave about 10 kB each: 28 MiB.
    expect(growth).toBeLessThan(20)
    expect(workerd.output()).not.toMatch(/different request|hung|Cannot perform I\/O/i)
  })
})

test('TCP: clients that hang up before the answer leave no connection behind', async () => {
  await withWorker(postgres.url, async (workerd) => {
    await askMany(workerd, { count: 1, concurrency: 1 })
    // The queries wait, so that all clients are gone before an answer.
    const holder = new Client(postgres.url)
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE')
    const sockets = Array.from({ length: 10 }, () => connect(workerd.port, '127.0.0.1'))
    for (const socket of sockets)
      socket.write(
        `GET /users/me HTTP/1.1\r\nHost: a.test\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      )
    await expect.poll(connections, { timeout: 3_000 }).toBe(10)
    for (const socket of sockets) socket.destroy()
    await delay(200)
    await holder.end()
    const start = performance.now()
    await expect.poll(connections, { timeout: 6_000 }).toBe(0)
    show('workerd, clients gone', { clients: 10, 'free after ms': performance.now() - start })
    expect(statuses(await askMany(workerd, { count: 20, concurrency: 5 }))).toEqual({ 200: 20 })
  })
})

async function withWorker(
  DATABASE_URL: string,
  work: (workerd: RunningWorkerd) => Promise<void>,
): Promise<void> {
  const workerd = await startWorkerd({ worker, bindings: { DATABASE_URL } })
  try {
    await work(workerd)
  } finally {
    await workerd.stop()
  }
}

interface Span {
  /** V8's heap grows to its working size first, which is no leak. */
  readonly warm: number
  readonly counted: number
}

/** How much more memory the runtime has after so many requests. */
async function memoryOver(
  workerd: RunningWorkerd,
  { warm, counted }: Span,
): Promise<{ readonly growth: number; readonly answers: readonly Answer[] }> {
  const first = await askMany(workerd, { count: warm, concurrency: 8 })
  const early = residentMiB()
  const rest = await askMany(workerd, { count: counted, concurrency: 8 })
  return { growth: residentMiB() - early, answers: [...first, ...rest] }
}

async function askMany(
  { url }: RunningWorkerd,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  let sent = 0
  const next = async (): Promise<void> => {
    while (sent++ < count) answers.push(await ask(`${url}/users/me`, { token }))
  }
  await Promise.all(Array.from({ length: concurrency }, next))
  return answers
}

function statuses(answers: readonly Answer[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** Connections that a client of ours has, the observer's and the executor's left out. */
async function connections(): Promise<number> {
  const { rows } = await observer.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'gimbal'`,
  )
  return rows[0]!.count
}

/** The resident memory of the child of ours that is workerd: no other is running here. */
function residentMiB(): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = readStatus(pid)
    if (!/^Name:\s+workerd$/m.test(status)) continue
    if (Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) !== process.pid) continue
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
  }
  return NaN
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
