import { expect, test } from 'vitest'
import { readId } from './id.ts'

test.for([
  ['1', 1],
  ['2147483647', 2_147_483_647],
] as const)('%s is an id', ([text, id]) => {
  expect(readId(text)).toBe(id)
})

test.for([
  '',
  '0',
  '00',
  '01',
  '-1',
  '+1',
  '1.0',
  '1e1',
  '0x1',
  ' 1',
  '1\n',
  '１',
  '2147483648',
  '99999999999',
])('%j is not an id', (text) => {
  expect(readId(text)).toBeUndefined()
})
