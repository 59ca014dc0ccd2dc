import { isHttpError } from './error.ts'
import { isObject } from './value.ts'

/**
 * Throws unless a guard has found something. Whoever forgets `return`, or means a refusal by `false`,
 * `''` or a response that `reply()` did not make, must not let the request in.
 */
export function assertGuardValue(guard: string, value: unknown): void {
  const wrong = whatIsWrong(value)
  if (!wrong) return
  throw new TypeError(
    `${guard} returned ${wrong}, so nobody gets in: return reply(…) to refuse, or the value that handlers find`,
  )
}

function whatIsWrong(value: unknown): string | undefined {
  // The value itself may be a secret; what is falsy is none.
  if (!value) return value === '' ? "''" : String(value)
  if (value instanceof Error || isHttpError(value)) return 'an error, which is to be thrown'
  const isResponse =
    isObject(value) &&
    'headers' in value &&
    typeof (value as { status?: unknown }).status === 'number'
  return isResponse ? 'a response that reply() did not make' : undefined
}
