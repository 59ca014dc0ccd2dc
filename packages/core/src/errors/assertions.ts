/** Returns true if a value is an object and not null. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Throws unless the value is an object. The message has only its type: the value may be a secret. */
export function assertObject(name: string, value: unknown): void {
  if (isObject(value)) return
  throw new TypeError(`expected ${name}; got ${describeType(value)}`)
}

/** Returns the type of a value for an error message, which never quotes the value itself. */
export function describeType(value: unknown): string {
  return value === null ? 'null' : typeof value
}

/** Returns true if a value is a response status from `least` (400 for errors) to 599. */
export function isStatus(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= 599
}

/** Throws unless the value is a response status; `name` appears in the message. */
export function assertStatus(name: string, value: number, least = 200): void {
  if (isStatus(value, least)) return
  throw new RangeError(`${name} must be an integer in ${least}–599; got ${value}`)
}

/** Throws unless the value is a non-negative integer. */
export function assertCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new RangeError(`${name} must be an integer from 0; got ${value}`)
}

/** Returns the result of an action, or `undefined` if it throws: error messages differ by engine. */
export function tryOrUndefined<Value>(action: () => Value): Value | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
