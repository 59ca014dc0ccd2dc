import type { Awaitable } from './awaitable.ts'

/** Calls `next` synchronously if the value is not a promise; only promises cost a microtask. */
export function thenOrNow<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value)
}

/**
 * Returns true if a value is a promise. Not `instanceof`: zone.js and others replace the global
 * Promise.
 */
export function isThenable<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
