import { expect, it } from 'vitest'
import { mergeVary } from './response.ts'

it('merges the vary names of both sides, each once', () => {
  expect(mergeVary(undefined, 'Origin')).toBe('Origin')
  expect(mergeVary('Accept-Encoding, origin', 'Origin, Accept')).toBe(
    'Accept-Encoding, origin, Accept',
  )
  expect(mergeVary(['A', 'B'], 'a')).toBe('A, B')
  expect(mergeVary('', 'A')).toBe('A')
})

it('returns * if either side varies on *', () => {
  expect(mergeVary('*', 'Origin')).toBe('*')
  expect(mergeVary('Origin', '*')).toBe('*')
})
