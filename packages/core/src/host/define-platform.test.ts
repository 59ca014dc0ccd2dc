import { expect, test } from 'vitest'
import { definePlatform } from './define-platform.ts'

test('two definitions with the same name recognize the same objects', () => {
  const [first, second] = [definePlatform('host-a'), definePlatform('host-a')]
  const other = definePlatform('host-b')
  const objects = first.mark({ req: 1, res: 2 })
  expect(second.isOwn(objects)).toBe(true)
  expect(other.isOwn(objects)).toBe(false)
  for (const value of [undefined, null, 'host-a', {}, { req: 1, res: 2 }]) {
    expect(first.isOwn(value)).toBe(false)
  }
})

test('the mark is not enumerable', () => {
  expect(definePlatform('host-a').mark({ req: 1 })).toEqual({ req: 1 })
  expect(Object.keys(definePlatform('host-a').mark({ req: 1 }))).toEqual(['req'])
})
