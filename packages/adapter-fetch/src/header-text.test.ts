import { expect, test } from 'vitest'
import { headerText } from './header-text.ts'

test('decodes the bytes of a header value as UTF-8, invalid ones as U+FFFD', () => {
  expect(headerText('plain')).toBe('plain')
  expect(headerText('\u00c3\u00a9')).toBe('é')
  expect(headerText('\u00e9')).toBe('\ufffd')
})
