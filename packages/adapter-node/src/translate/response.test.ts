import { expect, it } from 'vitest'
import { mergeVary } from './response.ts'

it('varies on what either side names, each once', () => {
  expect(mergeVary(undefined, 'Origin')).toBe('Origin')
  expect(mergeVary('Accept-Encoding, origin', 'Origin, Accept')).toBe(
    'Accept-Encoding, origin, Accept',
  )
  expect(mergeVary(['A', 'B'], 'a')).toBe('A, B')
  expect(mergeVary('', 'A')).toBe('A')
})

it('varies on everything when either side does', () => {
  expect(mergeVary('*', 'Origin')).toBe('*')
  expect(mergeVary('Origin', '*')).toBe('*')
})
