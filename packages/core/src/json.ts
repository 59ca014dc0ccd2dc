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
  const value = parse(text)
  // Valid JSON over 64 levels deep has at least 65 brackets at each end.
  if (text.length >= 130 || SUSPECT.test(text)) check(value, 1, text.includes('\\u'))
  return value
}

/**
 * Makes the checks of `parseJson` on a value that a host has parsed.
 *
 * @example
 * checkJson(request.body)
 */
export function checkJson(value: unknown): void {
  check(value, 1, true)
}

const DEEPEST = 64
// Only an escape can bring a lone surrogate into text that was valid UTF-8, or hide a name.
const SUSPECT = /\\u|__proto__|constructor/
// With the flag `u` a pair is one sign, so that this finds lone ones only.
const LONE_SURROGATE = /[\ud800-\udfff]/u

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Without a cause: the engine's message quotes the body, and a password has no place in a log.
    throw refusal('invalid_json')
  }
}

function check(value: unknown, depth: number, hasEscapes: boolean): void {
  if (typeof value === 'string') {
    if (hasEscapes) checkText(value)
  } else if (typeof value === 'object' && value !== null) {
    if (depth > DEEPEST) throw refusal('too_deep')
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) check(item, depth + 1, hasEscapes)
    } else {
      for (const key of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[key]
        if (hasEscapes) checkText(key)
        if (key === '__proto__' || (key === 'constructor' && hasPrototype(member))) {
          throw refusal('forbidden_key')
        }
        check(member, depth + 1, hasEscapes)
      }
    }
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
