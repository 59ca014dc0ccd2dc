import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { type RunningFunction, startFunction } from '@gimbal/test-support/lambda'
import { unzipSync } from 'fflate'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RuntimeClient } from './describe-runtime.ts'
import { readEvent } from './event-files.ts'

const root = join(import.meta.dirname, '..')
const zip = join(root, 'dist-function/function.zip')
/** Tests the zip that `build` makes, with a runtime client. */
export function describeZip(name: string, client: () => RuntimeClient): void {
  describe(`the zip under ${name}`, () => {
    let folder: string
    let postgres: TestPostgres
    let running: RunningFunction | undefined

    beforeAll(async () => {
      const tsup = join(root, 'node_modules/tsup/dist/cli-default.js')
      await promisify(execFile)(process.execPath, [tsup], { cwd: root })
      folder = await mkdtemp(join(tmpdir(), 'gimbal-zip-'))
      await mkdir(folder, { recursive: true })
      for (const [name, bytes] of Object.entries(unzipSync(await readFile(zip))))
        await writeFile(join(folder, name), bytes)
      postgres = await startPostgres()
      await applyMigrations(postgres.url)
    }, 120_000)
    afterEach(() => running?.stop())
    afterAll(async () => {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    })

    test('the zip is small, and holds the licences of what is bundled', async () => {
      expect((await stat(zip)).size).toBeLessThan(2_200_000)
      expect(Object.keys(unzipSync(await readFile(zip)))).toEqual(
        expect.arrayContaining(['function.mjs', 'stream.mjs', 'THIRD-PARTY-LICENSES.txt']),
      )
    })

    test('the function serves the API, with one connection, which SIGTERM closes', async () => {
      running = await start('function.handler', { DATABASE_URL: postgres.url })
      const account = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }
      const created = await ask('/users', account)
      expect([created.statusCode, JSON.parse(created.body)]).toMatchObject([201, { name: 'Ada' }])
      expect((await ask('/users', account)).statusCode).toBe(409)
      const { email, password } = account
      expect((await ask('/sessions', { email, password })).statusCode).toBe(201)
      expect(await countConnections()).toBe(1)
      running.signal('SIGTERM')
      expect(await running.exited).toBe('SIGTERM')
      await expect.poll(countConnections).toBe(0)
    }, 60_000)

    test('the streaming function serves the API too', async () => {
      running = await start('stream.handler', { DATABASE_URL: postgres.url })
      const event = { ...readEvent('functionurl'), rawPath: '/sessions', body: '{}' }
      const outcome = await running.invoke({ event: JSON.stringify(event) })
      expect(outcome.kind).toBe('stream')
      const text = (outcome as { body: Buffer }).body.toString()
      expect(JSON.parse(text.split('\0')[0]!)).toMatchObject({ statusCode: 422 })
      expect(JSON.parse(text.split('\0').at(-1)!)).toMatchObject({ code: 'validation' })
    })

    test('without a DATABASE_URL the init phase fails with an error that names it', async () => {
      running = await start('function.handler', {})
      expect((await running.initError).errorMessage).toContain('DATABASE_URL is not set')
    })

    async function start(handler: string, env: Record<string, string>): Promise<RunningFunction> {
      const { bootstrap } = client()
      return startFunction({ folder, handler, env, ...(bootstrap && { bootstrap }) })
    }

    async function ask(
      path: string,
      body: object,
    ): Promise<{ readonly statusCode: number; readonly body: string }> {
      const event = { ...readEvent('apigwv2'), rawPath: path, body: JSON.stringify(body) }
      const outcome = await running!.invoke({ event: JSON.stringify(event), timeoutMs: 20_000 })
      expect(outcome.kind).toBe('response')
      return JSON.parse((outcome as { body: string }).body) as { statusCode: number; body: string }
    }

    async function countConnections(): Promise<number> {
      const client = new Client(postgres.url)
      await client.connect()
      const { rows } = await client.query<{ n: string }>(
        "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'gimbal'",
      )
      await client.end()
      return Number(rows[0]!.n)
    }
  })
}
