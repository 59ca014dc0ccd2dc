import type { Awaitable } from './awaitable.ts'

/** Goes on at once with what is there already: only a promise costs a turn of the queue. */
export function thenOrNow<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  // Not `instanceof`: zone.js and others put a Promise of their own in the place of async functions'.
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
    ? Promise.resolve(value).then(next)
    : next(value as Value)
}
