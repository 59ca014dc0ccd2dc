import { describe, expect, test } from 'vitest'
import { seeded } from '@gimbal/test-support/random'
import { ByteQueue } from './byte-queue.ts'

/** Returns the bytes of memory that a queue retains: the sizes of the buffers behind its blocks. */
function heldBy(queue: ByteQueue): number {
  const buffers = new Set<ArrayBufferLike>()
  for (let block = queue.shift(); block; block = queue.shift()) buffers.add(block.buffer)
  return [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0)
}

describe('ByteQueue', () => {
  test('returns the bytes in order for chunks of all sizes', () => {
    const random = seeded(1)
    for (let run = 0; run < 50; run++) {
      const queue = new ByteQueue()
      const expected: number[] = []
      const got: number[] = []
      for (let step = 0; step < 200; step++) {
        const length = random(10) === 0 ? random(3000) : random(20)
        const chunk = Uint8Array.from({ length }, () => random(256))
        queue.push(chunk)
        expected.push(...chunk)
        if (random(30) === 0) got.push(...(queue.shift() ?? []))
        expect(queue.size).toBe(expected.length - got.length)
      }
      got.push(...queue.join())
      expect(Buffer.compare(Buffer.from(got), Buffer.from(expected))).toBe(0)
      expect([queue.size, queue.shift(), queue.join().length]).toEqual([0, undefined, 0])
    }
  })

  test.each([
    ['single bytes', () => 1],
    ['pairs of one byte and a large chunk', (index: number) => (index % 2 ? 1024 : 1)],
    [
      'growing small chunks, then single bytes between large ones',
      (index: number) => (index < 60_000 ? 3 : index % 2 ? 1024 : 1),
    ],
    ['just less than large', () => 1023],
    ['half of large and a byte', () => 513],
  ])('retains at most three times the bytes: %s', (_name, lengthOf) => {
    const queue = new ByteQueue()
    for (let index = 0; queue.size < 1_048_576; index++) {
      queue.push(new Uint8Array(lengthOf(index)))
    }
    const { size } = queue
    expect(heldBy(queue)).toBeLessThanOrEqual(3 * size)
  })

  test('does not copy a single chunk', () => {
    const queue = new ByteQueue()
    const chunk = Uint8Array.of(1, 2)
    queue.push(chunk)
    expect(queue.join()).toBe(chunk)
  })
})
