import { coreError } from '../errors/http-error.ts'
import { decodeUtf8 } from './text.ts'
import { tryOrUndefined, isObject } from '../errors/assertions.ts'

/**
 * Parses a JSON body. Throws 400 for input that other JSON parsers read differently.
 *
 * @example
 * parseJson(new TextEncoder().encode('{"a":1}')) // { a: 1 }
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes)
  if (text === '') throw coreError('empty_body')
  // Before JSON.parse, so that no engine has to parse half a million open brackets.
  if (bytes.length > 2 * DEEPEST && isTooDeep(bytes)) throw coreError('too_deep')
  // Without a cause: the engine's message quotes the body, and logs must not contain passwords.
  const value = tryOrUndefined(() => JSON.parse(text) as unknown)
  if (value === undefined) throw coreError('invalid_json')
  if (SUSPECT.test(text)) checkJson(value)
  return value
}

/**
 * Applies the checks of `parseJson` to a value that the host has parsed.
 *
 * @example
 * checkJson(request.body)
 */
export function checkJson(value: unknown, depth = 1): void {
  if (typeof value === 'string') checkText(value)
  if (!isObject(value)) return
  if (depth > DEEPEST) throw coreError('too_deep')
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) checkJson(item, depth + 1)
    return
  }
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    checkText(key)
    const isPrototype =
      key === 'constructor' && isObject(member) && Object.hasOwn(member, 'prototype')
    if (key === '__proto__' || isPrototype) throw coreError('forbidden_key')
    checkJson(member, depth + 1)
  }
}

const DEEPEST = 64
// The text is valid UTF-8, so a lone surrogate can only come from an escape (`\ud8..`). Escapes of
// letters (`\u0041`) can hide a forbidden name.
const SUSPECT = /\\u(?:[dD][89A-Fa-f]|00[4-7])|__proto__|constructor/
// With the flag `u` a surrogate pair is one character, so this finds lone surrogates only.
const LONE_SURROGATE = /\p{Cs}/u

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number
    const bracket = byte | 32 // `[` and `{` differ only in this bit, as do `]` and `}`
    if (bracket === 123 && ++depth > DEEPEST) return true
    if (bracket === 125) depth--
    if (byte === 34 /* " */) {
      while (++index < bytes.length && bytes[index] !== 34) if (bytes[index] === 92 /* \ */) index++
    }
  }
  return false
}

function checkText(text: string): void {
  if (LONE_SURROGATE.test(text)) throw coreError('invalid_string')
}
