import type { Refusal } from '../contract/app.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import type { RawParams } from '../contract/types.ts'
import type { CompiledRoute } from './compile-route.ts'

/** Where a request leads: to a route, to the response of a path without one, or no further. */
export interface Found {
  /** The canonical path without the base path. */
  readonly path: string
  readonly query: string
  readonly basePath: string
  readonly params: RawParams
  readonly route?: CompiledRoute | undefined
  /** The response where there is no route. */
  readonly respond?: (() => HttpResponse) | undefined
  /** Why the request goes no further. */
  readonly refusal?: Refusal | undefined
}

/** A request that has reached no route. */
export const NOWHERE: Found = { path: '/', query: '', basePath: '', params: Object.freeze({}) }
