import type { Awaitable } from './schema.ts'

/** Goes on at once with what is there already: only a promise costs a turn of the queue. */
export function after<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** The same of what others made: their promises may be of another kind or another realm. */
export function afterOthers<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
    ? Promise.resolve(value).then(next)
    : next(value as Value)
}
