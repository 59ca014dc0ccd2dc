import { expectTypeOf, it } from 'vitest'
import type { RequestState } from './request-state.ts'
import type { Reserved } from '../contract/types.ts'

it('lets no guard take the name of one of its own fields', () => {
  // Checked by the compiler: a field that is added has to be reserved, too.
  expectTypeOf<Exclude<keyof RequestState, Reserved>>().toBeNever()
})
