import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { openSource } from './source.ts'

it('gives the chunks of generators, web streams and Node streams', async () => {
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
    const { next } = openSource(source)
    const chunks = []
    for (let step = await next(); !step.done; step = await next()) chunks.push(step.value)
    expect(chunks).toEqual(['a', 'b'])
  }
})

it('stops a web stream and a Node stream that wait for their next chunk', async () => {
  let cancelled = 0
  const web = openSource(new ReadableStream({ cancel: () => void cancelled++ }))
  void web.next()
  web.cancel()
  const stream = new Readable({ read: () => undefined })
  stream.once('close', () => cancelled++)
  const node = openSource(stream)
  node.next().catch(() => undefined)
  node.cancel()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(cancelled).toBe(2)
})

it('runs the finally of a generator', async () => {
  let left = false
  const source = openSource(
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
  source.cancel()
  await new Promise((resolve) => setTimeout(resolve, 1))
  expect(left).toBe(true)
})

it('keeps a failure of stopping to itself', async () => {
  const source = openSource({
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: 'a' }),
      return: () => Promise.reject(new Error('late')),
    }),
  })
  await source.next()
  source.cancel()
  await new Promise((resolve) => setTimeout(resolve, 1))
})
