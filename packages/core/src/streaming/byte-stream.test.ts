import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readStream } from './byte-stream.ts'

test('returns the chunks of generators, web streams and Node streams', async () => {
  const sources = [
    (async function* () {
      yield 'a'
      yield 'b'
    })(),
    new ReadableStream<string>({
      start: (controller) => {
        controller.enqueue('a')
        controller.enqueue('b')
        controller.close()
      },
    }),
    Readable.from(['a', 'b']),
  ]
  for (const source of sources) {
    const { next } = readStream(source)
    const chunks: string[] = []
    for (let chunk = await next(); chunk; chunk = await next())
      chunks.push(String.fromCharCode(...chunk))
    expect(chunks).toEqual(['a', 'b'])
  }
})

test('stops a web stream and a Node stream during a pending read', async () => {
  let cancelled = 0
  const web = readStream(new ReadableStream({ cancel: () => void cancelled++ }))
  void web.next()
  void web.stop()
  const stream = new Readable({ read: () => undefined })
  stream.once('close', () => cancelled++)
  const node = readStream(stream)
  node.next().catch(() => undefined)
  void node.stop()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(cancelled).toBe(2)
})

test('runs the finally block of a stopped generator', async () => {
  let left = false
  const source = readStream(
    (async function* () {
      try {
        yield 'a'
        yield 'b'
      } finally {
        left = true
      }
    })(),
  )
  await source.next()
  void source.stop()
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(left).toBe(true)
})

test('does not reject if stopping the source fails', async () => {
  const source = readStream({
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 'a' }),
      return: () => Promise.reject(new Error('late')),
    }),
  })
  await source.next()
  void source.stop()
  await new Promise((resolve) => setTimeout(resolve, 1))
})

test('calls onBreak if a source fails, but not after it was stopped', async () => {
  const failing = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('gone')) }),
  }
  const seen: unknown[] = []
  const onBreak = (error: unknown): void => void seen.push(error)
  await expect(readStream(failing, { onBreak }).next()).rejects.toThrow('gone')
  const stopped = readStream(failing, { onBreak })
  void stopped.stop()
  await expect(stopped.next()).rejects.toThrow('gone')
  expect(seen).toHaveLength(1)
})

test.each([undefined, null, 1, {}, new Date(0), [1]])(
  'throws for a source that yields %j instead of ending early',
  async (value) => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([1])
      yield value as never
      yield new Uint8Array([2])
    }
    const broken: unknown[] = []
    const stream = readStream(source(), { onBreak: (error) => broken.push(error) })
    expect(await stream.next()).toEqual(new Uint8Array([1]))
    await expect(stream.next()).rejects.toThrow('expected chunks of bytes')
    expect(broken).toHaveLength(1)
  },
)
