import type { Query } from '../http/query.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { ResponseMap } from './declarations.ts'
import type { HttpRequest, Needs, RawParams } from './types.ts'
import type { Answer } from './http-response.ts'

export interface Guard<Value, Responses extends ResponseMap, Services> extends GuardData {
  readonly responses: Responses
  readonly '~value': Value
  readonly '~services': Services
}

/** A guard without its types. */
export interface GuardData extends Needs {
  readonly responses: ResponseMap
  readonly check: (request: never, services: never) => unknown
  readonly subject?: ((value: never) => string | number | undefined) | undefined
  readonly '~value': unknown
}

export interface GuardMap {
  readonly [name: string]: GuardData
}

export type GuardValues<Guards> = {
  readonly [Name in keyof Guards]: Guards[Name] extends { readonly '~value': infer Value }
    ? Value
    : never
}

export type FreeNames = {
  readonly [
    Name in keyof HttpRequest
  ]?: `'${Name}' is the request's own: give the guard another name`
}

/** The request as a guard sees it: not yet validated, and the body is not read. */
export type GuardRequest<Responses> = HttpRequest<RawParams, Query, {}, undefined, Responses>

/**
 * Creates a guard. It replies with one of its declared responses, or returns the value that handlers
 * find on the request under the guard's name. If it returns a falsy value, the response is 500.
 *
 * @example
 * const tenant = guard({
 *   responses: { 404: problem('no_tenant') },
 *   check: async ({ headers, reply }, { db }: { db: Db }) =>
 *     (await db.tenant(headers.get('x-tenant') ?? '')) ?? reply(404, 'no_tenant'),
 * })
 */
export function guard<const Responses extends ResponseMap, Result, Services = {}>(spec: {
  readonly responses: Responses
  readonly check: (request: GuardRequest<Responses>, services: Services) => Awaitable<Result>
  /** Returns the id of the account for the log; not a name or an address. */
  readonly subject?: (value: Exclude<Result, Answer>) => string | number | undefined
}): Guard<Exclude<Result, Answer>, Responses, Services> {
  return spec as never
}
