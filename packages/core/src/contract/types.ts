import type { ReplyHeaders } from '../errors/http-error.ts'
import type { LogFields } from './log.ts'
import type { Query } from '../http/query.ts'
import type { Gives, In, Out, Schema, Takes } from './schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { BodySpec, MediaSpec } from './body-type.ts'
import type { ProblemSpec, RedirectSpec, ResponseMap } from './declarations.ts'
import type { ReplyOptions, Answer, HttpResponse } from './http-response.ts'

/** The body of every error (RFC 9457), on every host. */
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

// A status that is one of several (`ok ? 200 : 404`) must fit each of them: hence the intersection.
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
          ? [to: string, options?: ReplyOptions & { readonly external?: boolean }]
          : [body?: undefined, options?: ReplyOptions]

/** Answers with one of the declared statuses and its body. */
export type Reply<Responses> = <const Status extends keyof Responses>(
  status: Status,
  ...rest: ResponseMap extends Responses ? AnyRest : ReplyRest<Responses[Status]>
) => Answer<keyof Responses>
// Where `responses` is missing or misspelt, that is the one error to report.
type AnyRest = [body?: unknown, options?: ReplyOptions]

export interface HeaderReader {
  /** All values of a header joined as HTTP says, or `undefined`; the name's case does not matter. */
  readonly get: (name: string) => string | undefined
}

export type RawParams = Readonly<Record<string, string | readonly string[]>>

/** What every handler, guard and middleware sees. Destructure it freely; pass it on whole, never as a copy. */
interface CommonRequest {
  readonly method: string
  /** The canonical path without the mount; still percent-encoded. */
  readonly path: string
  /** Where the app is mounted, `''` at the root: `location` values start with it. */
  readonly basePath: string
  /** Cookies as sent; the first of a name. */
  readonly cookies: ReadonlyMap<string, string>
  readonly client: { readonly ip: string | undefined }
  /** Aborts when the client leaves before it has the whole answer. */
  readonly signal: AbortSignal
  /** Goes out as `x-request-id`. */
  readonly id: string
  /** The operation's name: the export's name of the matched route. */
  readonly operation: string | undefined
  /** The host's own objects, untyped; the adapter's `from<Host>(request)` narrows them. */
  readonly platform: unknown
  /** Lets work go on after the answer; a failure is logged, shutdown waits for it. */
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

/** The request before a route's declarations have shaped it: what middleware sees. */
export interface BaseRequest extends CommonRequest {
  readonly params: RawParams
  readonly query: Query
  readonly headers: HeaderReader
}

/**
 * The request as a handler sees it, validated and typed by its route. Without arguments it is what
 * every route's request has, so that a helper can take any.
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

/** What JSON makes of a value: a `Date` becomes its string. */
export type Json<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends { toJSON(...rest: never): infer Plain }
    ? Json<Plain>
    : Value extends object
      ? { [Key in keyof Value]: Json<Value[Key]> }
      : Value

/** What a client gets for a declared response. */
export type Received<S> =
  S extends Gives<infer Output>
    ? Json<Output>
    : S extends ProblemSpec<infer Code>
      ? Problem<Code>
      : S extends MediaSpec<unknown, infer Value>
        ? Value
        : undefined

/** What a body declaration accepts and hands to the handler. */
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

/** Collected by key: an intersection of 300 annotations makes the compiler quadratic. */
export type ServicesOf<Parts> = [keyof Parts] extends [never] ? {} : Collect<Parts[keyof Parts]>
export type Collect<Part> = (
  Part extends { readonly '~services': infer Services } ? Named<Services> : never
) extends infer Each
  ? { readonly [Name in KeyOfEach<Each>]: EachAt<Each, Name> }
  : never
// One part of which nothing is known would swallow all others of the union.
type Named<Services> = unknown extends Services ? never : Services
export type KeyOfEach<Union> = Union extends unknown ? keyof Union : never
type EachAt<Union, Name> = (
  Union extends unknown ? (Name extends keyof Union ? (value: Union[Name]) => void : never) : never
) extends (value: infer All) => void
  ? All
  : never

/** Wraps everything of an app; adds no types. `next()` never rejects. */
export interface Middleware<Services = {}> {
  (
    request: BaseRequest,
    services: Services,
    next: () => Promise<HttpResponse>,
  ): Awaitable<HttpResponse>
  /**
   * Gives headers for responses that are made outside all middleware: a malformed target, a request
   * that the host's parser refuses, in which case there is no request.
   */
  readonly outside?: ((request?: BaseRequest) => ReplyHeaders) | undefined
}

/** Without a request where the host failed before it had made one. */
export type OnError = (error: unknown, request?: BaseRequest) => unknown
