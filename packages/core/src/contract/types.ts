import type { ReplyHeaders } from '../errors/http-error.ts'
import type { LogFields } from './log.ts'
import type { Query } from '../http/query.ts'
import type { Gives, In, Out, Schema, Takes } from './schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { BodySpec, MediaSpec } from './body-type.ts'
import type { ProblemSpec, RedirectSpec, ResponseMap } from './declarations.ts'
import type { ReplyOptions, Answer, HttpResponse } from './http-response.ts'

/** The body of every error response (RFC 9457). */
export interface Problem<Code extends string = string> {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code: Code
  readonly errors?: readonly {
    readonly in: 'body' | 'query' | 'headers'
    readonly path: readonly (string | number)[]
    readonly message: string
  }[]
}

// An intersection: with a union of statuses (`ok ? 200 : 404`) the arguments must match each of them.
type ReplyRest<S> = (S extends unknown ? (rest: RestOf<S>) => void : never) extends (
  rest: infer Rest,
) => void
  ? Rest extends readonly unknown[]
    ? Rest
    : never
  : never
type RestOf<S> =
  S extends Takes<infer Body>
    ? [body: Body, options?: ReplyOptions]
    : S extends ProblemSpec<infer Code>
      ? [code: Code, options?: ReplyOptions & { readonly detail?: string }]
      : S extends MediaSpec<infer Sent>
        ? [body: Sent, options?: ReplyOptions]
        : S extends RedirectSpec
          ? [
              to: string,
              options?: ReplyOptions & { readonly external?: boolean | readonly string[] },
            ]
          : [body?: undefined, options?: ReplyOptions]

/** Creates a response with one of the declared statuses and its body. */
export type Reply<Responses> = <const Status extends keyof Responses>(
  status: Status,
  ...rest: ResponseMap extends Responses ? AnyRest : ReplyRest<Responses[Status]>
) => Answer<keyof Responses>
// If `responses` is missing or misspelt, the compiler should report only that.
type AnyRest = [body?: unknown, options?: ReplyOptions]

export interface HeaderReader {
  /** Returns all values of a header, joined, or `undefined`; the name is case-insensitive. */
  readonly get: (name: string) => string | undefined
}

export type RawParams = Readonly<Record<string, string | readonly string[]>>

/**
 * What every handler, guard and middleware sees. Destructuring works; a copy (`{ ...request }`)
 * does not.
 */
interface CommonRequest {
  readonly method: string
  /** The canonical path without the base path; still percent-encoded. */
  readonly path: string
  /** Where the app is mounted, `''` at the root. Prefix paths in `location` with it. */
  readonly basePath: string
  /** The cookies, not decoded; the first of a name wins. */
  readonly cookies: ReadonlyMap<string, string>
  readonly client: { readonly ip: string | undefined }
  /**
   * Aborts if the client disconnects before it has the whole response, if `timeout()` has responded,
   * and for an event stream if the server is shutting down.
   */
  readonly signal: AbortSignal
  /** The request's id, sent as `x-request-id`. */
  readonly id: string
  /** The export name of the matched route. */
  readonly operation: string | undefined
  /** The path of the matched route as declared, such as `/users/:id`: a name for metrics. */
  readonly route: string | undefined
  /** The host's own objects; the adapter's `from<Host>(request)` returns them with their type. */
  readonly platform: unknown
  /** Lets work continue after the response. Its failure is logged; shutdown waits for it. */
  readonly waitUntil: (promise: Promise<unknown>) => void
  /**
   * Writes an entry to the app's log, with the request's id, client and subject.
   *
   * @example
   * request.log('sign_in_failed', { level: 'warn' })
   */
  readonly log: (message: string, fields?: LogFields) => void
  readonly json: () => Promise<unknown>
  readonly text: () => Promise<string>
  readonly bytes: () => Promise<Uint8Array>
}

/** The request as middleware sees it: not validated. */
export interface BaseRequest extends CommonRequest {
  readonly params: RawParams
  readonly query: Query
  readonly headers: HeaderReader
}

/**
 * The request as a handler sees it, validated and typed by its route. Without type arguments it is
 * the common part, for helpers that accept the request of any route.
 */
export interface HttpRequest<
  Params = unknown,
  Query_ = unknown,
  Headers = {},
  Body = unknown,
  Responses = never,
> extends CommonRequest {
  readonly params: Params
  readonly query: Query_
  readonly headers: HeaderReader & Headers
  readonly body: Body
  readonly reply: Reply<Responses>
}

export type ParamNames<Path extends string> = string extends Path
  ? string
  : Path extends `${infer Segment}/${infer Rest}`
    ? ParamName<Segment> | ParamNames<Rest>
    : ParamName<Path>
type ParamName<Segment extends string> = Segment extends `:${infer Name}`
  ? Name
  : Segment extends '*'
    ? '*'
    : never

export type PathParams<Path extends string, Value = string> = {
  readonly [Name in ParamNames<Path> as Name extends '*' ? 'rest' : Name]: Name extends '*'
    ? readonly string[]
    : Value
}

/** The type of a value after JSON: a `Date` becomes a string. */
export type Json<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends { toJSON(...rest: never): infer Plain }
    ? Json<Plain>
    : Value extends object
      ? { [Key in keyof Value]: Json<Value[Key]> }
      : Value

/** What a client receives for a declared response. */
export type Received<S> =
  S extends Gives<infer Output>
    ? Json<Output>
    : S extends ProblemSpec<infer Code>
      ? Problem<Code>
      : S extends MediaSpec<unknown, infer Value>
        ? Value
        : undefined

/** The type that clients send for a body declaration; `BodyOut` is the type for the handler. */
export type BodyIn<S> = S extends { readonly '~body': { readonly input: infer Input } }
  ? Input
  : In<S>
export type BodyOut<S> = S extends { readonly '~body': { readonly output: infer Output } }
  ? Output
  : Out<S>
export type BodyDeclaration = Schema | BodySpec

/** Anything that names the services it needs. */
export interface Needs {
  readonly '~services': unknown
}

/** Merges services by key: an intersection of 300 annotations takes the compiler quadratic time. */
export type ServicesOf<Parts> = [keyof Parts] extends [never] ? {} : Collect<Parts[keyof Parts]>
export type Collect<Part> = (
  Part extends { readonly '~services': infer Services } ? Named<Services> : never
) extends infer Each
  ? { readonly [Name in KeyOfEach<Each>]: EachAt<Each, Name> }
  : never
// A part of type `unknown` would absorb the rest of the union.
type Named<Services> = unknown extends Services ? never : Services
export type KeyOfEach<Union> = Union extends unknown ? keyof Union : never
type EachAt<Union, Name> = (
  Union extends unknown ? (Name extends keyof Union ? (value: Union[Name]) => void : never) : never
) extends (value: infer All) => void
  ? All
  : never

/** Wraps all routes of an app; does not change types. `next()` never rejects. */
export interface Middleware<Services = {}> {
  (
    request: BaseRequest,
    services: Services,
    next: () => Promise<HttpResponse>,
  ): Awaitable<HttpResponse>
  /**
   * Returns headers for responses that no middleware sees: to a malformed target, or to a request
   * that the host's parser refuses. `request` is undefined in the latter case.
   */
  readonly outside?: ((request?: BaseRequest) => ReplyHeaders) | undefined
}

/** Without a request where the host failed before it had made one. */
export type OnError = (error: unknown, request?: BaseRequest) => unknown
