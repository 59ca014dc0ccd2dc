import { HttpError, type ProblemIssue } from './error.ts'
import { toRecord } from './query.ts'
import type { RequestState } from './request.ts'
import type { RouteData } from './route.ts'
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

/** A part of the request that a route has a schema for. */
export interface Part {
  readonly place: 'params' | Place
  readonly schema: Schema
  readonly read: (request: RequestState) => unknown
}

/** What is validated before the handler, in order. */
export function partsOf(route: RouteData, body: Schema | undefined): Part[] {
  const parts: Part[] = []
  const add = (place: Part['place'], schema: Schema | undefined, read: Part['read']): void => {
    if (schema) parts.push({ place, schema, read })
  }
  add('params', route.params, (request) => request.params)
  add('query', route.query, (request) => toRecord(request.query))
  add('headers', route.headers, (request) => toRecord(request.host.headerEntries()))
  add('body', body, (request) => request.body)
  return parts
}

interface Run {
  readonly request: RequestState
  readonly errors: ProblemIssue[]
}

/** A failure of `params` is a 404 at once; the issues of query, headers and body come together. */
export function settle(
  { request, errors }: Run,
  place: Part['place'],
  result: SchemaResult<unknown>,
): void {
  if (!result.issues) request.refine(place, result.value)
  else if (place === 'params') throw new HttpError(404)
  else errors.push(...issuesOf(place, result.issues))
}

export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function'
}
