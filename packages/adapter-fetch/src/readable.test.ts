import { expect, test, vi } from 'vitest'
import { readStream } from '@gimbal/core/adapter'
import { toReadable } from './readable.ts'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

test('asks the source for a chunk only when one is read', async () => {
  let made = 0
  async function* source() {
    for (;;) yield `chunk ${String(++made)}`
  }
  const reader = toReadable(readStream(source())).getReader()
  await settled()
  expect(made).toBe(0)
  await reader.read()
  await settled()
  expect(made).toBe(1)
  await reader.cancel()
})

test('encodes strings as UTF-8 and leaves out empty chunks', async () => {
  async function* source() {
    yield ''
    yield 'é'
    yield new Uint8Array(0)
    yield new Uint8Array([0xff])
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of toReadable(readStream(source()))) chunks.push(chunk)
  expect(chunks.map((chunk) => [...chunk])).toEqual([[0xc3, 0xa9], [0xff]])
})

test('lets the source clean up on cancel before it reports the end', async () => {
  const order: string[] = []
  async function* source() {
    try {
      yield 'a'
      yield 'b'
    } finally {
      await settled()
      order.push('cleaned')
    }
  }
  const stream = toReadable(readStream(source()), {
    onCancel: () => order.push('left'),
    onEnd: () => order.push('ended'),
  })
  const reader = stream.getReader()
  await reader.read()
  await reader.cancel()
  expect(order).toEqual(['left', 'cleaned', 'ended'])
})

test('disposes what the request held although the source waits for ever', async () => {
  vi.useFakeTimers()
  try {
    let ended = false
    async function* source() {
      yield 'a'
      await new Promise(() => undefined)
    }
    const reader = toReadable(readStream(source()), { onEnd: () => (ended = true) }).getReader()
    await reader.read()
    void reader.read()
    await vi.advanceTimersByTimeAsync(1)
    void reader.cancel()
    await vi.advanceTimersByTimeAsync(900)
    expect(ended).toBe(false)
    await vi.advanceTimersByTimeAsync(200)
    expect(ended).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

test('cancels a waiting ReadableStream at once', async () => {
  const cancel = vi.fn()
  const reader = toReadable(readStream(new ReadableStream<string>({ cancel }))).getReader()
  void reader.read()
  await settled()
  await reader.cancel()
  expect(cancel).toHaveBeenCalledOnce()
})

test('errors the stream if the source throws, even undefined', async () => {
  const failing = (reason: unknown): AsyncIterable<string> => ({
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what others throw
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(reason) }),
  })
  const problem = new Error('gone')
  await expect(
    toReadable(readStream(failing(problem)))
      .getReader()
      .read(),
  ).rejects.toBe(problem)
  await expect(
    toReadable(readStream(failing(undefined)))
      .getReader()
      .read(),
  ).rejects.toThrow('failed')
})
