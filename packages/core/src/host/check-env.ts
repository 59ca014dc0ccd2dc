import type { Schema } from '../contract/schema.ts'
import { isObject } from '../errors/assertions.ts'

/** Validates an environment. The error names every invalid variable but contains no values. */
export async function checkEnv(schema: Schema, env: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(env)
  if (!result.issues) return result.value
  const lines = result.issues.map(({ message, path = [] }) => {
    const keys = path.map((part) => (typeof part === 'object' ? part.key : part))
    const said = withoutValues(message, keys.reduce(memberOf, env))
    return `${keys.map(String).join('.') || 'env'}: ${said}`
  })
  throw new TypeError(`the environment is not what the app needs: ${lines.join('; ')}`)
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  return isObject(value) ? (value as Record<PropertyKey, unknown>)[key] : undefined
}

/** Removes values from a message; some libraries print them: `was "postgres://app:secret@…"`. */
function withoutValues(message: string, value: unknown): string {
  if (isObject(value)) return Object.values(value).reduce<string>(withoutValues, message)
  if (!isPrintable(value)) return message
  const text = String(value)
  if (text.length < LEAST_PART) return message.replaceAll(`"${text}"`, '"…"')
  let said = ''
  for (let index = 0; index < message.length;) {
    const length = sharedFrom(message, index, text)
    said += length < LEAST_PART ? message[index]! : '…'
    index += length < LEAST_PART ? 1 : length
  }
  return said
}

function isPrintable(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
}

/** Returns the length of the longest text at `index` of a message that also occurs in the value. */
function sharedFrom(message: string, index: number, value: string): number {
  let length = 0
  while (index + length < message.length) {
    if (!value.includes(message.slice(index, index + length + 1))) break
    length++
  }
  return length
}

/** Shorter common texts may be coincidence; from this length on they are parts of the value. */
const LEAST_PART = 6
