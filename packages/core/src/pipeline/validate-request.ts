import type { ProblemIssue } from '../errors/http-error.ts'
import { toRecord } from '../http/query.ts'
import type { RequestState } from './request-state.ts'
import type { RouteData } from '../contract/route.ts'
import type { Issue, Schema, Validator } from '../contract/schema.ts'

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

/** What is validated before the handler, in order. */
export function partsOf({ params, query, headers }: RouteData, body: Schema | undefined): Part[] {
  const schemas = Object.entries({ params, query, headers, body }) as [Part[0], Schema?][]
  return schemas.flatMap(([place, schema]) => (schema ? [[place, schema['~standard']]] : []))
}

/** What the schema of a part is given. */
export function readPart(request: RequestState, place: Part[0]): unknown {
  if (place === 'query') return toRecord(request.query)
  return place === 'headers' ? toRecord(request.host.headerEntries()) : request[place]
}
