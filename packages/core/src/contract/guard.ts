import type { Query } from '../http/query.ts'
import type { ResponseMap } from './declarations.ts'
import type { HttpRequest, Needs, RawParams } from './types.ts'

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
  /** Compiles the step that runs the guard, for a route and under a name. */
  readonly compile: (name: string, where: string) => unknown
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
