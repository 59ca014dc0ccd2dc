import type { ProblemIssue } from './error.ts'
import type { Awaitable, Issue, Schema, SchemaResult } from './schema.ts'

/** Where a value came from, as `errors[].in` names it. */
export type Place = ProblemIssue['in']

/** Runs a schema of any library. */
export function validate(schema: Schema, value: unknown): Awaitable<SchemaResult<unknown>> {
  return schema['~standard'].validate(value)
}

/** A schema's issues as a client reads them: keys and indexes, the schema's own message. */
export function issuesOf(place: Place, issues: readonly Issue[]): ProblemIssue[] {
  return issues.map(({ message, path = [] }) => ({
    in: place,
    path: path.map((part) => {
      const key = typeof part === 'object' ? part.key : part
      return typeof key === 'symbol' ? String(key) : key
    }),
    message,
  }))
}
