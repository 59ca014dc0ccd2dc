import { expect } from 'vitest'

/** Returns the error of a promise, and fails the test if the promise fulfils. */
export function rejectionOf(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => expect.fail('expected an error'),
    (error: unknown) => error,
  )
}

/** The required columns of a user. */
export function userData(email: string) {
  return { name: 'Ada', email, emailKey: email, passwordHash: '' }
}
