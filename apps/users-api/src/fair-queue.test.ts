import { expect, test } from 'vitest'
import { createFairQueue, type Place } from './fair-queue.ts'

interface Item extends Place {
  readonly name: string
}

/** `'a/ada 1'`: the first item of account `ada` from address `a`. */
function item(name: string): Item {
  const [, address = '', account = ''] = /^(\w+)\/(\w+)/.exec(name) ?? []
  return { name, path: [address, account] }
}

function queueOf(maxLength: number, names: readonly string[]) {
  const queue = createFairQueue<Item>(maxLength)
  const lost = names.map((name) => queue.add(item(name))?.name)
  return { queue, lost }
}

function drain(queue: ReturnType<typeof createFairQueue<Item>>): string[] {
  const names: string[] = []
  for (let next = queue.next(); next; next = queue.next()) names.push(next.name)
  return names
}

test('addresses take turns, and within an address its accounts', () => {
  const names = ['a/x 1', 'a/x 2', 'a/x 3', 'a/y 1', 'b/x 1', 'c/z 1', 'c/z 2']
  const { queue, lost } = queueOf(7, names)
  expect(lost).toEqual(names.map(() => undefined))
  expect(drain(queue)).toEqual(['a/x 1', 'b/x 1', 'c/z 1', 'a/y 1', 'c/z 2', 'a/x 2', 'a/x 3'])
  expect(queue.next()).toBeUndefined()
})

test('an address that returns goes to the end', () => {
  const { queue } = queueOf(9, ['a/x 1', 'a/x 2', 'b/x 1'])
  expect(queue.next()?.name).toBe('a/x 1')
  queue.add(item('c/x 1'))
  queue.add(item('a/x 3'))
  expect(drain(queue)).toEqual(['b/x 1', 'a/x 2', 'c/x 1', 'a/x 3'])
})

test('a full queue drops the newest item of the address with most items', () => {
  const { queue, lost } = queueOf(4, ['a/x 1', 'a/x 2', 'a/x 3', 'b/x 1', 'c/x 1', 'd/x 1'])
  expect(lost).toEqual([undefined, undefined, undefined, undefined, 'a/x 3', 'a/x 2'])
  expect(drain(queue)).toEqual(['a/x 1', 'b/x 1', 'c/x 1', 'd/x 1'])
})

test('a full queue refuses a newcomer whose own address has as many items as any other', () => {
  expect(queueOf(2, ['a/x 1', 'b/x 1', 'c/x 1']).lost.at(-1)).toBe('c/x 1')
  expect(queueOf(2, ['a/x 1', 'a/x 2', 'a/x 3']).lost.at(-1)).toBe('a/x 3')
  // Otherwise the two items would displace each other again and again.
  expect(queueOf(3, ['a/x 1', 'a/x 2', 'b/x 1', 'b/x 2']).lost.at(-1)).toBe('b/x 2')
  expect(queueOf(3, ['b/x 1', 'a/x 1', 'a/x 2', 'b/x 2']).lost.at(-1)).toBe('b/x 2')
})

test('within the address with most items, the account with most items loses one', () => {
  const { lost } = queueOf(4, ['a/x 1', 'a/x 2', 'a/x 3', 'a/y 1', 'a/z 1'])
  expect(lost.at(-1)).toBe('a/x 3')
  expect(queueOf(2, ['a/x 1', 'a/y 1', 'a/z 1']).lost.at(-1)).toBe('a/z 1')
})

test('removes an item once, and the others keep their order', () => {
  const queue = createFairQueue<Item>(4)
  const [first, second, other] = [item('a/x 1'), item('a/x 2'), item('b/x 1')]
  for (const each of [first, second, other]) queue.add(each)
  expect([queue.remove(first), queue.remove(first), queue.remove(item('a/x 2'))]).toEqual([
    true,
    false,
    false,
  ])
  expect(drain(queue)).toEqual(['a/x 2', 'b/x 1'])
  // Its place is free again.
  for (const name of ['a/x 1', 'a/x 2', 'a/x 3', 'a/x 4'])
    expect(queue.add(item(name))).toBeUndefined()
})

test('networks inside a network take turns, and the outer network counts as one', () => {
  const at = (name: string, ...path: string[]): Item => ({ name, path })
  const items = [
    at('a1x', 'a', 'a1', 'x'),
    at('a1y', 'a', 'a1', 'y'),
    at('a2x', 'a', 'a2', 'x'),
    at('b1x', 'b', 'b1', 'x'),
    at('c', 'c', 'x'),
  ]
  const queue = createFairQueue<Item>(4)
  expect(items.map((each) => queue.add(each)?.name)).toEqual([
    ...Array<undefined>(4).fill(undefined),
    'a1x',
  ])
  expect(drain(queue)).toEqual(['a1y', 'b1x', 'c', 'a2x'])
})

test('keeps no line of an address without items', () => {
  const queue = createFairQueue<Item>(2)
  for (let index = 0; index < 1000; index++) {
    const each = item(`a${String(index)}/x${String(index)} 1`)
    queue.add(each)
    if (index % 3 === 0) queue.remove(each)
    if (index % 3 === 1) queue.next()
  }
  // `next` looks at the first address in the queue: an empty one would block it.
  expect(drain(queue).length).toBeLessThanOrEqual(2)
  expect(queue.next()).toBeUndefined()
})
