import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startApi } from './api.ts'
import { startWorkerd } from '@gimbal/test-support/workerd'

const worker = fileURLToPath(
  new URL('../../../packages/adapter-cloudflare/app/worker.ts', import.meta.url),
)
const CONNECTIONS = 32
const SECONDS = 30

test('sign-ins succeed in a Worker after a long flood, with optimised code', async () => {
  const api = await startApi(({ DATABASE_URL }) =>
    startWorkerd({
      worker,
      bindings: { DATABASE_URL },
      // Optimises code within seconds instead of minutes. Optimised code settles promises at once,
      // in any request that happens to run.
      v8Flags: ['--invocation-count-for-turbofan=100'],
    }),
  )
  try {
    const { email, password } = await api.person()
    const newcomer = api.account()
    const end = performance.now() + SECONDS * 1000
    let refused = 0
    const flood = async (_: unknown, index: number): Promise<void> => {
      while (performance.now() < end) {
        if (index === 0) expect((await api.send('GET /health/ready')).status).toBe(200)
        const { status } =
          index < 8
            ? await api.send('POST /users', { body: newcomer })
            : await api.send('POST /sessions', { body: { email, password: 'not the password' } })
        expect([201, 401, 409, 503]).toContain(status)
        if (status === 503) refused++
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, flood))
    expect(refused).toBeGreaterThan(0)
    for (let times = 0; times < 5; times++) {
      const { status } = await api.send('POST /sessions', { body: { email, password } })
      expect(status).toBe(201)
    }
    expect((await api.send('GET /health/ready')).status).toBe(200)
    expect(api.output?.()).not.toMatch(/had hung|different request/)
  } finally {
    await api.stop()
  }
}, 120_000)
