import { expect, test } from 'vitest'
import { headerText } from './header-text.ts'

test('bytes of a header value are read as UTF-8, broken ones as U+FFFD', () => {
  expect(headerText('plain')).toBe('plain')
  expect(headerText('\u00c3\u00a9')).toBe('é')
  expect(headerText('\u00e9')).toBe('\ufffd')
})
