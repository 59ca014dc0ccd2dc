import { expectTypeOf, test } from 'vitest'
import type { HttpRequest } from '../contract/types.ts'
import type { RequestView } from './request-view.ts'

test('the request has no members beside those that handlers are promised', () => {
  // The compiler checks this: a member that is added must be part of the contract.
  expectTypeOf<Exclude<keyof RequestView, keyof HttpRequest>>().toBeNever()
})
