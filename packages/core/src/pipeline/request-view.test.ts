import { expectTypeOf, test } from 'vitest'
import type { HttpRequest } from '../contract/types.ts'
import type { RequestView } from './request-view.ts'

test('has only members of the public request type', () => {
  // Checked by the compiler: an additional member must be part of the contract.
  expectTypeOf<Exclude<keyof RequestView, keyof HttpRequest>>().toBeNever()
})
