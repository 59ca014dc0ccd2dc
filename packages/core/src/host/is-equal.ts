import { isObject } from '../errors/assertions.ts'

/** Returns true if two values are the same data. Class instances are equal only to themselves. */
export function isEqual(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) return true
  if (depth > 20 || !isObject(a) || !isObject(b)) return false
  const prototype: unknown = Object.getPrototypeOf(a)
  if (prototype !== Object.getPrototypeOf(b) || !PLAIN.includes(prototype)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) => Object.hasOwn(b, key) && isEqual(a[key as never], b[key as never], depth + 1),
    )
  )
}

const PLAIN: readonly unknown[] = [Object.prototype, Array.prototype, null]
