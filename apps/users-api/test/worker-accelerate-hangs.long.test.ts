import { fileURLToPath } from 'node:url'
import { startLocalAccelerate, type LocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { createDb, type Db } from '@gimbal/db/node'
import {
  type TcpProxy,
  startPostgres,
  startTcpProxy,
  type TestPostgres,
  throughProxy,
} from '@gimbal/db/testing'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import {
  bundleWorker,
  type RunningWorkerd,
  startWorkerd,
  type WorkerBundle,
} from '@gimbal/test-support/workerd'

// A request waits for a hanging Accelerate until the time limit, in workerd as it is deployed.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let accelerate: LocalAccelerate
let wire: TcpProxy
let direct: Db
let bundle: WorkerBundle

beforeAll(async () => {
  // The local Accelerate logs each error response, and has no option to turn that off.
  vi.spyOn(console, 'error').mockReturnValue()
  bundle = await bundleWorker(
    fileURLToPath(new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url)),
  )
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
  direct = createDb(postgres.url, { max: 1, timeoutMs: 30_000 })
  accelerate = await startLocalAccelerate(postgres.url)
  wire = await startTcpProxy(Number(new URL(accelerate.url).port))
})

afterAll(async () => {
  await wire.stop()
  await accelerate.stop()
  await direct.$disconnect()
  await postgres.stop()
})

test('an isolate that never had a response from Accelerate serves as soon as there is one', async () => {
  const workerd = await start(throughProxy(wire, accelerate.url))
  wire.pause()
  const first = await Promise.all(Array.from({ length: 5 }, () => ask(workerd.url)))
  for (const { status, seconds } of first) {
    expect(status).toBe(503)
    expect(seconds).toBeLessThan(5)
  }
  wire.resume()
  expect((await ask(workerd.url)).status).toBe(401)
  expect(workerd.output()).not.toMatch(/uncaught|unhandled|different request/i)
})

test('an isolate that has served responds with 503 while Accelerate hangs, and then serves again', async () => {
  const workerd = await start(throughProxy(wire, accelerate.url))
  expect((await ask(workerd.url)).status).toBe(401)
  wire.pause()
  // More than the six connections that a request may have at once.
  const held = await Promise.all(Array.from({ length: 20 }, () => ask(workerd.url)))
  for (const { status, seconds } of held) {
    expect(status).toBe(503)
    expect(seconds).toBeLessThan(5)
  }
  wire.resume()
  expect((await ask(workerd.url)).status).toBe(401)
})

test("if Accelerate's pool is exhausted, 503 within 5 s; all works when it is free", async () => {
  const workerd = await start(accelerate.url)
  expect((await ask(workerd.url)).status).toBe(401)
  const lock = direct.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE`
      const waiting = await Promise.all(Array.from({ length: 30 }, () => ask(workerd.url)))
      for (const { status, seconds } of waiting) {
        expect(status).toBe(503)
        expect(seconds).toBeLessThan(5)
      }
    },
    { timeout: 20_000 },
  )
  await lock
  const { status, seconds } = await ask(workerd.url)
  expect(status).toBe(401)
  expect(seconds).toBeLessThan(1)
})

async function start(databaseUrl: string): Promise<RunningWorkerd> {
  const workerd = await startWorkerd({ worker: bundle, bindings: { DATABASE_URL: databaseUrl } })
  onTestFinished(async () => {
    wire.resume()
    await workerd.stop()
  })
  return workerd
}

/** Sends a request that looks up an unknown token in the database. */
async function ask(url: string): Promise<{ status: number; seconds: number }> {
  const start = performance.now()
  const headers = { authorization: `Bearer ${'x'.repeat(43)}` }
  const { status } = await fetch(`${url}/users/me`, {
    headers,
    signal: AbortSignal.timeout(15_000),
  })
  return { status, seconds: (performance.now() - start) / 1_000 }
}
