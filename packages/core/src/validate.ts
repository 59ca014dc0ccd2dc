import { planOf } from './body.ts'
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

type Check = (request: RequestState) => Promise<void> | undefined

interface Part {
  readonly place: 'params' | Place
  readonly schema: Schema
  readonly read: (request: RequestState) => unknown
}

/** `params` first, whose failure is a 404; then the issues of query, headers and body together. */
export function schemaStep(route: RouteData): Check | undefined {
  const { params, query, headers } = route
  const parts: Part[] = []
  const add = (place: Part['place'], schema: Schema | undefined, read: Part['read']): void => {
    if (schema) parts.push({ place, schema, read })
  }
  add('params', params, (request) => ({ ...request.params }))
  add('query', query, (request) => toRecord(request.query))
  add('headers', headers, (request) => toRecord(request.host.headerEntries()))
  add('body', planOf(route.body)?.schema, (request) => request.body)
  if (parts.length === 0) return undefined

  // Most schemas are not async: then nothing here is.
  const step = (run: Run, index: number): ReturnType<Check> => {
    for (let at = index; at < parts.length; at++) {
      const { place, schema, read } = parts[at]!
      const result = validate(schema, read(run.request))
      if (isPromise(result)) {
        return result.then((settled) => {
          settle(run, place, settled)
          return step(run, at + 1)
        })
      }
      settle(run, place, result)
    }
    if (run.errors.length > 0) throw new HttpError(422, { errors: run.errors })
    return undefined
  }
  return (request) => step({ request, errors: [] }, 0)
}

interface Run {
  readonly request: RequestState
  readonly errors: ProblemIssue[]
}

function settle(
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
