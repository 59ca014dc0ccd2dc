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

const client = { waitUntil: () => undefined, signal: new AbortController().signal }

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('runs so much at once, lets so much wait, and refuses the rest with 503 busy', async () => {
  const gate = createGate({ running: 2, waiting: 3, patience: 1_000 })
  const tasks = Array.from({ length: 6 }, task)
  const results = tasks.map(({ work }) => gate(client, work))
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
  const gate = createGate({ running: 1, waiting: 1, patience: 1_000 })
  const [first, second] = [task(), task()]
  const results = [gate(client, first.work), gate(client, second.work)]
  first.reject(new Error('no'))
  second.resolve('yes')
  await expect(results[0]).rejects.toThrow('no')
  expect(await results[1]).toBe('yes')
  expect(await gate(client, async () => 'again')).toBe('again')
})

test('keeps its limit when all leave and others come', async () => {
  const gate = createGate({ running: 2, waiting: 100, patience: 1_000 })
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await turn()
    running--
  }
  await Promise.all(Array.from({ length: 20 }, () => gate(client, work)))
  await Promise.all(Array.from({ length: 20 }, () => gate(client, work)))
  expect([most, running]).toEqual([2, 0])
})

test('sends away who has waited too long, and keeps no place for them', async () => {
  const gate = createGate({ running: 1, waiting: 5, patience: 20 })
  const first = task()
  const result = gate(client, first.work)
  await expect(gate(client, async () => 'late')).rejects.toMatchObject({ code: 'busy' })
  first.resolve('done')
  expect(await result).toBe('done')
  expect(await gate(client, async () => 'again')).toBe('again')
})

test('does not work for a client that left while it waited', async () => {
  const gate = createGate({ running: 1, waiting: 1, patience: 1_000 })
  const first = task()
  const result = gate(client, first.work)
  const leaving = new AbortController()
  const second = task()
  const left = gate({ ...client, signal: leaving.signal }, second.work)
  leaving.abort()
  first.resolve('done')
  await expect(left).rejects.toMatchObject({ status: 503 })
  expect([await result, second.started.is]).toEqual(['done', false])
  expect(await gate(client, async () => 'again')).toBe('again')
})

test('asks the host to go on with the work whatever the client does', async () => {
  const kept: Promise<unknown>[] = []
  const gate = createGate({ running: 1, waiting: 0, patience: 1_000 })
  const asking = { ...client, waitUntil: (promise: Promise<unknown>) => void kept.push(promise) }
  await expect(gate(asking, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  // What fails has its answer; it is not to be logged once more.
  expect(await Promise.all(kept)).toEqual([undefined])
})
