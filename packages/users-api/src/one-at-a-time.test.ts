import { expect, test, vi } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('who comes second starts when the first is done, however that ends', async () => {
  const { promise, reject } = Promise.withResolvers<never>()
  const log: string[] = []
  const first = oneAtATime('a', () => promise)
  const second = oneAtATime('a', async () => void log.push('second'))
  const other = oneAtATime('b', async () => void log.push('other'))
  await other
  expect(log).toEqual(['other'])
  reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await second
  expect(log).toEqual(['other', 'second'])
})

test('nobody waits for ever for work that was forgotten', async () => {
  vi.useFakeTimers()
  try {
    void oneAtATime('c', () => new Promise(() => {}))
    const second = oneAtATime('c', async () => 'done')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await second).toBe('done')
    // And who comes now need not even wait.
    expect(await oneAtATime('c', async () => 'at once')).toBe('at once')
  } finally {
    vi.useRealTimers()
  }
})
