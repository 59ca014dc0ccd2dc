import type { Schema } from '@gimbal/core'

/**
 * A handwritten Standard Schema: an object with exactly these non-empty texts. Core accepts any
 * Standard
 * Schema, so you can use zod, valibot or arktype instead.
 *
 * @example
 * body: texts('name')
 */
export function texts<const Name extends string>(...names: Name[]): Schema<Record<Name, string>> {
  return {
    '~standard': {
      version: 1,
      vendor: 'hello',
      validate: (value) => {
        const given = isRecord(value) ? value : {}
        const issues = [
          ...names
            .filter((name) => typeof given[name] !== 'string' || given[name] === '')
            .map((name) => ({ message: 'expected a text', path: [name] })),
          ...Object.keys(given)
            .filter((key) => !(names as string[]).includes(key))
            .map((key) => ({ message: 'not expected here', path: [key] })),
        ]
        return issues.length > 0 ? { issues } : { value: given as Record<Name, string> }
      },
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
