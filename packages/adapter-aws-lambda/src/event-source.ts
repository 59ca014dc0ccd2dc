import type { LambdaEvent } from './event.ts'
import type { LambdaResult, WholeResponse } from './response.ts'

/** How one event source describes a request and takes a response. */
export interface EventSource {
  readonly matches: (event: LambdaEvent) => boolean
  readonly method: (event: LambdaEvent) => string
  /** Returns the path as the client sent it, percent-encoded, with the prefix. */
  readonly path: (event: LambdaEvent) => string
  /** Returns the query string without `?`. */
  readonly query: (event: LambdaEvent) => string
  /** Returns the part of the path that the source adds: a stage, the path of a domain mapping. */
  readonly prefix?: (event: LambdaEvent) => string
  /** Returns the headers: each name once, in lower case. */
  readonly headers: (event: LambdaEvent) => Map<string, string>
  /** Returns the client's address as the source saw it. */
  readonly peer: (event: LambdaEvent) => string | undefined
  /** How long the JSON of a response may be, in bytes. */
  readonly maxPayload: number
  readonly toResult: (response: WholeResponse) => LambdaResult
  /** The source sends all cookies of a response. @default true */
  readonly sendsAllCookies?: boolean
  /**
   * The source chooses by the path, and may check access by it: then only the path as the client
   * sent it matches a route.
   */
  readonly isRouted: boolean
  /** The source can stream a response, which `toResult` without the body then begins. */
  readonly streams?: boolean
}
