import { expect, test, vi } from 'vitest'
import { singleFlight } from './single-flight.ts'

test('the second call starts when the first is done, even if the first failed', async () => {
  const { promise, reject } = Promise.withResolvers<never>()
  const log: string[] = []
  const first = singleFlight('a', () => promise)
  const second = singleFlight('a', async (earlier) => void log.push(`second ${String(earlier)}`))
  const other = singleFlight('b', async () => void log.push('other'))
  await other
  expect(log).toEqual(['other'])
  reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await second
  expect(log).toEqual(['other', 'second undefined'])
})

test('a waiting call gets the earlier result', async () => {
  const all = Array.from({ length: 5 }, (_, index) =>
    singleFlight<string>('d', async (earlier) => earlier ?? `made by ${String(index)}`),
  )
  expect(await Promise.all(all)).toEqual(Array<string>(5).fill('made by 0'))
  expect(await singleFlight('d', async (earlier) => earlier)).toBeUndefined()
})

test('a call does not wait for ever for dropped work', async () => {
  vi.useFakeTimers()
  try {
    void singleFlight('c', () => new Promise(() => {}))
    const second = singleFlight('c', async () => 'done')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await second).toBe('done')
    // A later call does not wait at all.
    expect(await singleFlight('c', async () => 'at once')).toBe('at once')
  } finally {
    vi.useRealTimers()
  }
})
