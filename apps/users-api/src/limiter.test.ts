import type { HttpError } from '@gimbal/core'
import { expect, test, vi } from 'vitest'
import { createLimiter, type Job } from './limiter.ts'

/** Work that ends on demand. */
function task() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const work = vi.fn(() => promise)
  return { work, resolve, reject }
}

interface From {
  readonly ip?: string | undefined
  readonly account?: string
  readonly signal?: AbortSignal
  readonly waitUntil?: Job['request']['waitUntil']
}

function job({ ip, account = 'ada', signal, waitUntil }: From = {}): Job {
  const request = {
    client: { ip },
    signal: signal ?? new AbortController().signal,
    waitUntil: waitUntil ?? (() => undefined),
  }
  return { request, account }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const limits = { maxRunning: 1, maxWaiting: 4, timeoutMs: 60_000 }
const refused = { status: 503, code: 'busy', headers: { 'retry-after': '2' } }

test('runs two jobs at once, lets three wait and refuses the rest with 503 busy', async () => {
  const limiter = createLimiter({ ...limits, maxRunning: 2, maxWaiting: 3 })
  const tasks = Array.from({ length: 6 }, task)
  const started = (): number[] => tasks.map(({ work }) => work.mock.calls.length)
  const results = tasks.map(({ work }) => limiter(job(), work))
  const error = await results.pop()!.catch((thrown: unknown) => thrown as HttpError)
  expect(error).toMatchObject(refused)
  expect(started()).toEqual([1, 1, 0, 0, 0, 0])

  tasks[1]?.resolve('b')
  await expect.poll(started).toEqual([1, 1, 1, 0, 0, 0])
  for (const { resolve } of tasks) resolve('done')
  expect(await Promise.all(results)).toEqual(['done', 'b', 'done', 'done', 'done'])
})

test('an address with a long queue does not delay another one', async () => {
  const limiter = createLimiter(limits)
  const order: string[] = []
  const enqueue = (ip: string | undefined, name: string) =>
    limiter(job({ ip, account: name }), async () => void order.push(name))
  const first = task()
  const all = [limiter(job({ ip: '192.0.2.1' }), first.work)]
  all.push(...['a1', 'a2', 'a3'].map((name) => enqueue('192.0.2.1', name) as Promise<never>))
  all.push(enqueue('192.0.2.2', 'b1') as Promise<never>)
  first.resolve('done')
  await Promise.all(all)
  expect(order).toEqual(['a1', 'b1', 'a2', 'a3'])
})

test('a full queue makes room for an address with fewer jobs', async () => {
  const limiter = createLimiter(limits)
  const first = task()
  const running = limiter(job({ ip: '192.0.2.1' }), first.work)
  const hostile = Array.from({ length: 4 }, () =>
    limiter(job({ ip: '192.0.2.1' }), async () => 'served').catch(({ code }: HttpError) => code),
  )
  const other = limiter(job({ ip: '192.0.2.2' }), async () => 'other')
  first.resolve('done')
  expect(await Promise.all([running, other])).toEqual(['done', 'other'])
  expect(await Promise.all(hostile)).toEqual(['served', 'served', 'served', 'busy'])
})

test('an account with a long queue does not block others of its address', async () => {
  const limiter = createLimiter(limits)
  const first = task()
  const running = limiter(job({ account: 'victim' }), first.work)
  const hostile = Array.from({ length: 4 }, () =>
    limiter(job({ account: 'victim' }), async () => 'served').catch(({ code }: HttpError) => code),
  )
  const other = limiter(job({ account: 'other' }), async () => 'other')
  first.resolve('done')
  expect(await Promise.all([running, other])).toEqual(['done', 'other'])
  expect(await Promise.all(hostile)).toEqual(['served', 'served', 'served', 'busy'])
})

test('all addresses of one IPv6 /64 share one turn', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 2 })
  const first = task()
  const running = limiter(job({ ip: '2001:db8::1' }), first.work)
  const codes = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8:0:1::1'].map((ip) =>
    limiter(job({ ip }), async () => 'served').catch(({ code }: HttpError) => code),
  )
  first.resolve('done')
  expect(await running).toBe('done')
  expect(await Promise.all(codes)).toEqual(['served', 'busy', 'busy', 'served'])
})

test('clients without an address share one turn and do not block others', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 2 })
  const first = task()
  const running = limiter(job({ ip: undefined }), first.work)
  const codes = [undefined, undefined, '192.0.2.1'].map((ip) =>
    limiter(job({ ip }), async () => 'served').catch(({ code }: HttpError) => code),
  )
  first.resolve('done')
  expect(await running).toBe('done')
  expect(await Promise.all(codes)).toEqual(['served', 'busy', 'served'])
})

test('goes on after work that fails', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 1 })
  const [first, second] = [task(), task()]
  const results = [limiter(job(), first.work), limiter(job(), second.work)]
  first.reject(new Error('no'))
  second.resolve('yes')
  await expect(results[0]).rejects.toThrow('no')
  expect(await results[1]).toBe('yes')
  expect(await limiter(job(), async () => 'again')).toBe('again')
})

test('keeps its limit when all jobs leave and others come', async () => {
  const limiter = createLimiter({ ...limits, maxRunning: 2, maxWaiting: 100 })
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await nextTurn()
    running--
  }
  for (let round = 0; round < 2; round++) {
    const ip = (index: number): string => `192.0.2.${String(index % 5)}`
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => limiter(job({ ip: ip(index) }), work)),
    )
  }
  expect([most, running]).toEqual([2, 0])
})

test('refuses a job that has waited too long and reserves no place for it', async () => {
  const limiter = createLimiter({ ...limits, timeoutMs: 5 })
  const first = task()
  const result = limiter(job(), first.work)
  const late = task()
  await expect(limiter(job(), late.work)).rejects.toMatchObject(refused)
  first.resolve('done')
  expect(await result).toBe('done')
  expect(await limiter(job(), async () => 'again')).toBe('again')
  expect(late.work).not.toHaveBeenCalled()
})

test('releases the place of a waiting client at once when it leaves', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 1 })
  const first = task()
  const result = limiter(job(), first.work)
  const leaving = new AbortController()
  const second = task()
  const left = limiter(job({ signal: leaving.signal }), second.work)
  leaving.abort()
  await expect(left).rejects.toMatchObject(refused)
  const third = limiter(job(), async () => 'third')
  first.resolve('done')
  expect(await Promise.all([result, third])).toEqual(['done', 'third'])
  expect(second.work).not.toHaveBeenCalled()
})

test('releases the place of a dropped request after a while, waiting or running', async () => {
  vi.useFakeTimers()
  try {
    const limiter = createLimiter(limits)
    void limiter(job(), () => new Promise(() => {}))
    const next = limiter(job(), async () => 'next').catch(({ code }: HttpError) => code)
    await vi.advanceTimersByTimeAsync(19_000)
    const late = limiter(job(), async () => 'late')
    await vi.advanceTimersByTimeAsync(1_100)
    expect(await Promise.all([next, late])).toEqual(['next', 'late'])
  } finally {
    vi.useRealTimers()
  }
})

test('work that ends after its place was released does not release another one', async () => {
  vi.useFakeTimers()
  try {
    const limiter = createLimiter({ ...limits, maxWaiting: 0 })
    const [first, second] = [task(), task()]
    const slow = limiter(job(), first.work)
    await vi.advanceTimersByTimeAsync(20_001)
    const other = limiter(job(), second.work)
    first.resolve('slow')
    expect(await slow).toBe('slow')
    await expect(limiter(job(), async () => 'third')).rejects.toMatchObject(refused)
    second.resolve('other')
    expect(await other).toBe('other')
  } finally {
    vi.useRealTimers()
  }
})

test('gives no place to a client that has already left', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 0 })
  const work = task()
  await expect(limiter(job({ signal: AbortSignal.abort() }), work.work)).rejects.toMatchObject(
    refused,
  )
  expect(work.work).not.toHaveBeenCalled()
  expect(await limiter(job(), async () => 'free')).toBe('free')
})

test('asks the host to finish the work even if the client leaves', async () => {
  const kept: Promise<unknown>[] = []
  const limiter = createLimiter({ ...limits, maxWaiting: 0 })
  const asking = job({ waitUntil: (promise) => void kept.push(promise) })
  await expect(limiter(asking, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  // Its error is already in the response; it must not be logged again.
  expect(await Promise.all(kept)).toEqual([undefined])
})

test('a job whose turn came while the event loop was blocked still runs', async () => {
  const limiter = createLimiter(limits)
  const first = task()
  const running = limiter(job(), first.work)
  const second = limiter(job(), async () => 'second')
  await nextTurn()
  first.resolve('first')
  await running
  const end = performance.now() + 2_100
  while (performance.now() < end);
  expect(await second).toBe('second')
})

test('a job that queues again in a full queue leaves no other job without a place', async () => {
  const limiter = createLimiter({ ...limits, maxWaiting: 1 })
  const [first, third] = [task(), task()]
  const running = limiter(job(), first.work)
  const second = limiter(job(), async () => 'second')
  await nextTurn()
  first.resolve('first')
  await running
  const end = performance.now() + 2_100
  while (performance.now() < end);
  void limiter(job({ account: 'eve' }), third.work)
  const fourth = limiter(job({ account: 'bob' }), async () => 'fourth')
  // One of the two loses its place, and is refused at once.
  await expect(Promise.race([second, fourth])).rejects.toMatchObject(refused)
  third.resolve('third')
  await Promise.allSettled([second, fourth])
})
