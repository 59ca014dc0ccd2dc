import { HttpError } from './error.ts'
import { decodeUtf8 } from './text.ts'

/**
 * Parses a JSON body and refuses, with a 400 each, what other parsers read in other ways.
 *
 * @example
 * parseJson(new TextEncoder().encode('{"a":1}')) // { a: 1 }
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes)
  if (text === '') throw refusal('empty_body')
  // Before the parser, so that none has to hold, or to survive, half a million open brackets.
  if (bytes.length > 2 * DEEPEST && isTooDeep(bytes)) throw refusal('too_deep')
  const value = parse(text)
  if (SUSPECT.test(text)) check(value, 1)
  return value
}

/**
 * Makes the checks of `parseJson` on a value that a host has parsed.
 *
 * @example
 * checkJson(request.body)
 */
export function checkJson(value: unknown): void {
  check(value, 1)
}

const DEEPEST = 64
// The text was valid UTF-8, so only an escape can bring a lone surrogate; the second kind of escape
// can hide a letter of a forbidden name.
const SUSPECT = /\\u(?:[dD][89A-Fa-f]|00[4-7])|__proto__|constructor/
// With the flag `u` a pair is one sign, so that this finds lone ones only.
const LONE_SURROGATE = /[\ud800-\udfff]/u

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] as number
    const bracket = byte | 32 // `[` and `{` differ in this bit alone, and so do `]` and `}`
    if (bracket === 123 && ++depth > DEEPEST) return true
    if (bracket === 125) depth--
    if (byte === 34 /* " */) {
      while (++index < bytes.length && bytes[index] !== 34) if (bytes[index] === 92 /* \ */) index++
    }
  }
  return false
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Without a cause: the engine's message quotes the body, and a password has no place in a log.
    throw refusal('invalid_json')
  }
}

function check(value: unknown, depth: number): void {
  if (typeof value === 'string') return checkText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth > DEEPEST) throw refusal('too_deep')
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) check(item, depth + 1)
    return
  }
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key]
    checkText(key)
    if (key === '__proto__' || (key === 'constructor' && hasPrototype(member))) {
      throw refusal('forbidden_key')
    }
    check(member, depth + 1)
  }
}

function checkText(text: string): void {
  if (LONE_SURROGATE.test(text)) throw refusal('invalid_string')
}

function hasPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')
}

// No detail: the answer is the same to the byte on every host, whatever its engine has to say.
function refusal(code: string): HttpError {
  return new HttpError(400, { code })
}
