import type { Awaitable } from '../contract/schema.ts'

/** Goes on at once with what is there already: only a promise costs a turn of the queue. */
export function after<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  // Not `instanceof`: zone.js and others put a Promise of their own in the place of async functions'.
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
    ? Promise.resolve(value).then(next)
    : next(value as Value)
}

/**
 * The same of what others made. A function of its own, since the engine looks properties up fast as
 * long as one place has seen few shapes of objects.
 */
export function afterOthers<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
    ? Promise.resolve(value).then(next)
    : next(value as Value)
}
