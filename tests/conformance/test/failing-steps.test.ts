import { createApp, type LogEntry } from '@gimbal/core'
import { describe, expect, test, vi } from 'vitest'
import { createFailingApp, fail, routes, services } from '../failing-app/app.ts'
import { describeFailingSteps } from '../failing-app/describe-failing-steps.ts'
import { startHosts } from './started-hosts.ts'

for (const [name, start] of Object.entries(startHosts)) {
  describeFailingSteps(
    name,
    async () => {
      const logged: LogEntry[] = []
      let heard = 0
      const app = createFailingApp({ log: (entry) => logged.push(entry), onError: () => heard++ })
      const { ask, close } = await start(app, services)
      return { ask, close, logged: () => logged, heard: () => heard }
    },
    { cuts: name !== 'lambda-v2' },
  )
}

describe.each(Object.entries(startHosts))(
  'on %s, when what hears of failures fails too',
  (name, start) => {
    test('a log and an onError that throw change no response', async () => {
      const printed = vi.spyOn(console, 'error').mockReturnValue()
      const app = createApp({ routes, log: () => fail('log'), onError: () => fail('onError') })
      const host = await start(app as never, { broken: {} })
      expect((await host.ask('/handler')).status).toBe(500)
      expect(await (await host.ask('/fine')).text()).toBe('fine')
      expect(String(printed.mock.calls[0])).toContain('the log threw')
      printed.mockRestore()
      await host.close()
    })

    // A server of node:http makes the services before it listens, so there it does not start.
    test.skipIf(name === 'node')(
      'a process service that cannot be made answers a problem 500 with the id of its log line',
      async () => {
        const logged: LogEntry[] = []
        const heard: unknown[] = []
        const app = createApp({
          routes,
          log: (entry) => void logged.push(entry),
          onError: (error) => void heard.push(error),
        })
        const broken = { lifetime: 'process', create: () => fail('service') }
        const host = await start(app as never, { broken })
        const response = await host.ask('/fine')
        expect(response.status).toBe(500)
        expect(await response.json()).toMatchObject({ code: 'internal_error' })
        const errors = logged.filter(({ level }) => level === 'error')
        expect(errors).toHaveLength(1)
        expect(response.headers.get('x-request-id')).toBe(errors[0]?.id)
        expect(heard).toHaveLength(1)
        await host.close()
      },
    )
  },
)
