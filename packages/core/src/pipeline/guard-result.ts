import { isThenable } from '../async/then-or-now.ts'
import { isHttpError } from '../errors/http-error.ts'
import { isReply } from './create-reply.ts'
import { isObject, isStatus } from '../errors/assertions.ts'

/**
 * Throws unless a guard returned a usable value. A guard that forgets `return`, or returns `false`,
 * `''` or a response not made by `reply()` to refuse, must not let the request pass.
 */
export function assertGuardValue(guard: string, value: unknown): void {
  const wrong = whatIsWrong(value)
  if (!wrong) return
  throw new TypeError(
    `${guard} returned ${wrong}, so it refuses: return reply(…), or the value that handlers see`,
  )
}

function whatIsWrong(value: unknown): string | undefined {
  // Only falsy values are printed: others may be secrets.
  if (!value) return value === '' ? "''" : String(value)
  if (typeof value === 'function') return 'a function, which was not called'
  if (value instanceof Error || isHttpError(value)) return 'an error, which is to be thrown'
  if (!isObject(value)) return undefined
  if (isIterator(value)) return 'a generator, which does not run'
  if (value instanceof Boolean || value instanceof Number || value instanceof String) {
    return 'a boxed primitive'
  }
  const isResponse =
    isStatus((value as { status?: unknown }).status, 200) ||
    'headersSent' in value ||
    value instanceof Response
  if (isResponse) return 'a response that reply() did not make'
  if (Array.isArray(value) && value.some(isThenable)) return 'a list of promises'
  return membersOf(value).some(holdsAnswer) ? 'a response inside of something else' : undefined
}

function membersOf(value: object): readonly unknown[] {
  const isCollection = Array.isArray(value) || value instanceof Map || value instanceof Set
  return isCollection ? [...(value as Iterable<unknown>)].flat() : Object.values(value)
}

function isIterator(value: object): boolean {
  const isIterable = Symbol.iterator in value || Symbol.asyncIterator in value
  return isIterable && typeof (value as { next?: unknown }).next === 'function'
}

/** Also true for an element of `Promise.all` or `Promise.allSettled`. */
function holdsAnswer(item: unknown): boolean {
  return isReply(item) || isReply((item as { value?: unknown } | null | undefined)?.value)
}
