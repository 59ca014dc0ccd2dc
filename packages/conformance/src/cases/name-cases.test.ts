import { expect, test } from 'vitest'
import { cases } from './index.ts'
import { liveCases } from './live.ts'
import { smokeCases } from './smoke.ts'

test('every case has a name of its own that says its area and what it tests', () => {
  const names = [...cases, ...liveCases].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z-]+\/[a-z0-9]+(-[a-z0-9]+)+$/)
})

test('every case keeps its rule or advisory, once', () => {
  const ids = [...cases, ...liveCases].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('the smoke set has about a hundred cases and one of every area', () => {
  expect(smokeCases.length).toBeGreaterThan(90)
  expect(smokeCases.length).toBeLessThan(140)
  const areas = (list: typeof cases): Set<string> =>
    new Set(list.map(({ name }) => name.split('/')[0]!))
  expect(areas(smokeCases)).toEqual(areas(cases))
})
