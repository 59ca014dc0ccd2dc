import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { matrixText } from '../matrix.ts'

test('the checked-in matrix is up to date (pnpm conformance matrix)', () => {
  const file = new URL('../../../docs/CONFORMANCE.md', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(matrixText())
})
