import type { HttpError } from '@gimbal/core'
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

/** Work that ends when it is told to. */
function task() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const started = { is: false }
  const work = (): Promise<string> => {
    started.is = true
    return promise
  }
  return { work, started, resolve, reject }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('runs so much at once, lets so much wait, and refuses the rest with 503 busy', async () => {
  const gate = createGate({ running: 2, waiting: 3 })
  const tasks = Array.from({ length: 6 }, task)
  const results = tasks.map(({ work }) => gate(work))
  const refused = results.pop() as Promise<string>
  const error = await refused.catch((thrown: unknown) => thrown as HttpError)
  expect(error).toMatchObject({ status: 503, code: 'busy', headers: { 'retry-after': '2' } })
  expect(tasks.map(({ started }) => started.is)).toEqual([true, true, false, false, false, false])

  tasks[1]?.resolve('b')
  await turn()
  expect(tasks.map(({ started }) => started.is)).toEqual([true, true, true, false, false, false])
  for (const { resolve } of tasks) resolve('done')
  expect(await Promise.all(results)).toEqual(['done', 'b', 'done', 'done', 'done'])
})

test('goes on after work that fails', async () => {
  const gate = createGate({ running: 1, waiting: 1 })
  const [first, second] = [task(), task()]
  const results = [gate(first.work), gate(second.work)]
  first.reject(new Error('no'))
  second.resolve('yes')
  await expect(results[0]).rejects.toThrow('no')
  expect(await results[1]).toBe('yes')
  expect(await gate(async () => 'again')).toBe('again')
})

test('keeps its limit when all leave and others come', async () => {
  const gate = createGate({ running: 2, waiting: 100 })
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await turn()
    running--
  }
  await Promise.all(Array.from({ length: 20 }, () => gate(work)))
  await Promise.all(Array.from({ length: 20 }, () => gate(work)))
  expect([most, running]).toEqual([2, 0])
})
