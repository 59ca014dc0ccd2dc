import { fileURLToPath } from 'node:url'
import { startLocalAccelerate } from '@gimbal/db/local-accelerate'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  bundleWorker,
  type RunningWorkerd,
  startWorkerd,
  type WorkerBundle,
} from '@gimbal/test-support/workerd'

// The users API as deployed, over each connection to a database. `test:long` runs its whole suite
// over both, and the faults that take as long as a client's time limit.

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let postgres: TestPostgres
let bundle: WorkerBundle

beforeAll(async () => {
  // The local Accelerate logs each error response, and has no option to turn that off.
  vi.spyOn(console, 'error').mockReturnValue()
  bundle = await bundleWorker(
    fileURLToPath(new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url)),
  )
  postgres = await startPostgres()
  await applyMigrations(postgres.url)
})

afterAll(() => postgres.stop())

describe.each(['TCP', 'Accelerate'] as const)('over %s', (way) => {
  let workerd: RunningWorkerd
  let stopAccelerate: (() => Promise<void>) | undefined
  let token: string

  beforeAll(async () => {
    const accelerate = way === 'TCP' ? undefined : await startLocalAccelerate(postgres.url)
    stopAccelerate = accelerate?.stop
    const bindings = { DATABASE_URL: accelerate?.url ?? postgres.url }
    workerd = await startWorkerd({ worker: bundle, bindings })
  })

  afterAll(async () => {
    await workerd.stop()
    await stopAccelerate?.()
  })

  const send = (target: string, body?: object): Promise<Response> => {
    const [method = '', path = ''] = target.split(' ')
    return fetch(workerd.url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  }

  test('an account can be created, used and deleted', async () => {
    const account = { name: 'Ada', email: `ada@${way}.test`, password: 'hunter2 hunter2' }
    expect((await send('POST /users', account)).status).toBe(201)
    expect((await send('POST /users', account)).status).toBe(409)
    const { email, password } = account
    const session = await send('POST /sessions', { email, password })
    expect(session.status).toBe(201)
    token = ((await session.json()) as { accessToken: string }).accessToken
    expect((await send('PATCH /users/me', { name: 'Eve' })).status).toBe(200)
    expect(await (await send('GET /users/me')).json()).toMatchObject({ name: 'Eve', email })
    expect((await (await send('GET /users')).json()) as object).toMatchObject({ nextCursor: null })
  })

  test('responds with 503 without details if the database is gone, and logs the cause once', async () => {
    await postgres.kill()
    await expectOneCause('GET /users/me', /terminat|reach|refused|lost|connect/i)
    // A raw query; its result is cached for a second.
    await expectOneCause('GET /health/ready', /terminat|reach|refused|lost|connect/i)
    await postgres.restart()
    expect((await send('GET /users/me')).status).toBe(200)
  })

  if (way === 'Accelerate') {
    test('responds with 503 if Accelerate is gone', async () => {
      await stopAccelerate?.()
      stopAccelerate = undefined
      await expectOneCause('GET /users/me', /refused|lost|connect/i)
    })
  }

  async function expectOneCause(target: string, cause: RegExp): Promise<void> {
    const start = workerd.output().length
    const answer = await send(target)
    const body = await answer.text()
    expect([target, answer.status, answer.headers.get('content-type')]).toEqual([
      target,
      503,
      'application/problem+json',
    ])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(body + JSON.stringify([...answer.headers])).not.toMatch(
      /prisma|accelerate|postgres|database|sql|P\d{4}|127\.0\.0\.1/i,
    )
    const lines = (): string[] => workerd.output().slice(start).trim().split('\n')
    await expect.poll(() => lines().length).toBeGreaterThanOrEqual(2)
    // For late output: an unhandled rejection or a message of the runtime.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const entries = lines().map((line) => JSON.parse(line) as LogLine)
    expect(entries.map(({ message }) => message)).toEqual(['the request failed', 'request'])
    expect(wordsOf(entries[0]?.error)).toMatch(cause)
  }
})

interface LogLine {
  readonly message: string
  readonly error?: LoggedError
}

interface LoggedError {
  readonly message: string
  readonly cause?: LoggedError
}

function wordsOf(error: LoggedError | undefined): string {
  return error ? `${error.message}\n${wordsOf(error.cause)}` : ''
}
