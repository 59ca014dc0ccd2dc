import type { ProblemIssue } from '../errors/limit-issues.ts'
import type { Issue, Validator } from './schema.ts'

/** Where a value came from, as `errors[].in` names it. */
export type Place = ProblemIssue['in']

/** A schema's first hundred issues as a client reads them: keys and indexes, the schema's own message. */
export function issuesOf(place: Place, issues: readonly Issue[]): ProblemIssue[] {
  // A body of 1 MB can have half a million; all of them make an answer of 45 MB.
  return issues.slice(0, 100).map(({ message, path = [] }) => ({
    in: place,
    path: path.map((part) => {
      const key = typeof part === 'object' ? part.key : part
      return typeof key === 'symbol' ? String(key) : key
    }),
    message,
  }))
}

/** A part of the request that a route has a schema for. */
export type Part = readonly [place: 'params' | Place, validator: Validator]
