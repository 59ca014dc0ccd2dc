import type { ProblemIssue } from '../errors/limit-issues.ts'
import type { Issue, Validator } from './schema.ts'

/** The part of the request with the value, as in `errors[].in`. */
export type Place = ProblemIssue['in']

/** Converts a schema's first hundred issues for the client: path and message. */
export function issuesOf(place: Place, issues: readonly Issue[]): ProblemIssue[] {
  // A body of 1 MB can have half a million issues, which would make a response of 45 MB.
  return issues.slice(0, 100).map(({ message, path = [] }) => ({
    in: place,
    path: path.map((part) => {
      const key = typeof part === 'object' ? part.key : part
      return typeof key === 'symbol' ? String(key) : key
    }),
    message,
  }))
}

/** A part of the request for which a route has a schema. */
export type Part = readonly [place: 'params' | Place, validator: Validator]
