/** Says whether a value has members: an object, and not null. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Refuses what is no object; it names the type alone, since the value may be a secret. */
export function assertObject(name: string, value: unknown): void {
  if (isObject(value)) return
  throw new TypeError(`expected ${name}; got ${value === null ? 'null' : typeof value}`)
}

/** Says whether a value is a status that an answer may have; an error's is 400 at least. */
export function isStatus(value: unknown, least: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= 599
}

/** Refuses what is no status; the name says whose it is. */
export function assertStatus(name: string, value: number, least = 200): void {
  if (isStatus(value, least)) return
  throw new RangeError(`${name} must be an integer in ${least}–599; got ${value}`)
}

/** Refuses what is no count. */
export function assertCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new RangeError(`${name} must be an integer from 0; got ${value}`)
}

/** What an action gives, `undefined` where it throws: engines have words of their own for that. */
export function tryOrUndefined<Value>(action: () => Value): Value | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
