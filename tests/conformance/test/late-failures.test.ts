import { type App, createApp, type LogEntry, route, text } from '@gimbal/core'
import { expect, test } from 'vitest'
import { startHosts } from './started-hosts.ts'

test.for(Object.entries(startHosts))(
  'survives a late rejection in waitUntil: logged once, the next 1,000 requests succeed, on %s',
  async ([, start]) => {
    const logged: LogEntry[] = []
    const { ask, close } = await start(appOf(logged) as never)
    expect(await (await ask('/late')).text()).toBe('answered')
    await expect.poll(() => logged.length).toBe(1)
    const statuses = new Set<number>()
    const lane = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) {
        const answer = await ask('/fine')
        statuses.add(answer.status)
        expect(await answer.text()).toBe('fine')
      }
    }
    await Promise.all(Array.from({ length: 20 }, lane))
    expect([...statuses]).toEqual([200])
    expect(logged).toMatchObject([
      { level: 'error', operation: 'late', error: { message: 'late on purpose' } },
    ])
    await close()
  },
)

function appOf(logged: LogEntry[]): App<unknown, {}> {
  const late = route({
    method: 'GET',
    path: '/late',
    responses: { 200: text() },
    handler: ({ reply, waitUntil }) => {
      waitUntil(
        new Promise((_, reject) => setTimeout(() => reject(new Error('late on purpose')), 10)),
      )
      return reply(200, 'answered')
    },
  })
  const fine = route({
    method: 'GET',
    path: '/fine',
    responses: { 200: text() },
    handler: ({ reply }) => reply(200, 'fine'),
  })
  return createApp({ routes: { late, fine }, log: (entry) => void logged.push(entry) })
}
