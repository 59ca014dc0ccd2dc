import type { Awaitable } from './schema.ts'

/** Goes on at once with what is there already: only a promise costs a turn of the queue. */
export function after<Value, Next>(
  value: Awaitable<Value>,
  next: (value: Value) => Awaitable<Next>,
): Awaitable<Next> {
  return isPromise(value) ? value.then(next) : next(value)
}

/** Runs what may throw or reject and puts `rescue`'s value in the place of the failure. */
export function recover<Value>(
  run: () => Awaitable<Value>,
  rescue: (error: unknown) => Value,
): Awaitable<Value> {
  try {
    const value = run()
    return isPromise(value) ? value.then(undefined, rescue) : value
  } catch (error) {
    return rescue(error)
  }
}

function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
