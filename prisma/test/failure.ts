import { expect } from 'vitest'

/** The error of a promise that must not succeed. */
export function failure(promise: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(promise).then(
    () => expect.fail('expected an error'),
    (error: unknown) => error,
  )
}

/** What a user needs at least. */
export function user(email: string) {
  return { name: 'Ada', email, emailKey: email, passwordHash: '' }
}
