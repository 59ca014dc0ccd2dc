import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { applyMigrations } from '@gimbal/db/migrate'
import { startPostgres, type TestPostgres } from '@gimbal/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { spawnEntryPoint, startEntryPoint } from './start-entry-point.ts'

/** Checks that a Node entry point handles failures that belong to no request. */
export function describeLateFailures(name: string, face: URL): void {
  describe(`${name}, late failures`, () => {
    let postgres: TestPostgres
    beforeAll(async () => {
      postgres = await startPostgres()
      await applyMigrations(postgres.url)
    }, 60_000)
    afterAll(() => postgres.stop())

    test('survives a late rejection: logged once, the next 1,000 requests succeed', async () => {
      const { url, output, stop, signal } = await start()
      signal('SIGUSR2')
      await expect.poll(output).toContain('rejected late, on purpose')
      const statuses = await askOften(`${url}/health/live`, 1000)
      expect(statuses).toEqual({ 200: 1000 })
      expect((await fetch(`${url}/health/ready`)).status).toBe(200)
      expect(output().split('Error: rejected late').length - 1).toBe(1)
      await stop()
    }, 30_000)

    test('stops after an uncaught exception: not ready, drained, status 1', async () => {
      const { url, output, stop, signal } = await start({ DRAIN_DELAY_MS: '700' })
      // It takes a while, since a password is hashed.
      const underWay = fetch(`${url}/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada', email: `${name}@b.io`, password: 'correct horse' }),
      })
      await wait(30)
      signal('SIGHUP')
      await expect.poll(output, { interval: 5 }).toContain('thrown late, on purpose')
      const ready = await fetch(`${url}/health/ready`)
      expect([ready.status, await ready.json()]).toMatchObject([503, { code: 'draining' }])
      expect(ready.headers.get('retry-after')).toMatch(/^\d+$/)
      expect((await fetch(`${url}/health/live`)).status).toBe(200)
      expect((await underWay).status).toBe(201)
      await expect(stop()).rejects.toThrow('it ended with 1')
      expect(output().split('Error: thrown late').length - 1).toBe(1)
      await expect(fetch(url)).rejects.toThrow('fetch failed')
    }, 30_000)

    test('continues when its output pipes are closed', async () => {
      const { url, deafen, stop } = await start()
      deafen()
      expect(await askOften(`${url}/health/live`, 200)).toEqual({ 200: 200 })
      const refused = await fetch(`${url}/users/me`)
      expect(refused.status).toBe(401)
      await stop()
    }, 30_000)

    test('SIGTERM ends the process although its output is not read', async () => {
      const { url, stall, stop } = await start()
      stall()
      const long = `${url}/${'x'.repeat(2000)}`
      expect(await askOften(long, 500)).toEqual({ 404: 500 })
      await stop()
    }, 30_000)

    test('SIGTERM during the start ends the process with 0', async () => {
      const silent = createServer().listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const { port } = silent.address() as AddressInfo
      const child = spawnEntryPoint(face, { DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c` })
      await once(silent, 'connection')
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([0, null])
      silent.close()
    }, 30_000)

    async function start(env: Readonly<Record<string, string>> = {}) {
      const preload = fileURLToPath(new URL('fail-late.ts', import.meta.url))
      const options = { NODE_OPTIONS: `--import=${preload}`, DATABASE_URL: postgres.url }
      const started = await startEntryPoint(face, { ...options, ...env })
      const pid = Number(/fails late: (\d+)/.exec(started.output())?.[1])
      return { ...started, signal: (name: NodeJS.Signals) => process.kill(pid, name) }
    }
  })
}

async function askOften(url: string, count: number): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {}
  const lane = async (): Promise<void> => {
    for (let turn = 0; turn < count / 20; turn++) {
      const answer = await fetch(url)
      await answer.arrayBuffer()
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 20 }, lane))
  return statuses
}
