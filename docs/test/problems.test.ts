import { expect, test } from 'vitest'
import { problemsPage } from '../problems.ts'

test('the page of problem codes is up to date', async () => {
  // `vitest run docs -u` writes it.
  await expect(problemsPage()).toMatchFileSnapshot('../PROBLEMS.md')
})
