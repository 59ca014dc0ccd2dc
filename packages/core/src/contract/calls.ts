import type { Problem } from './types.ts'

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Result<Status, Body> {
  readonly status: Status
  readonly body: Body
  readonly headers: Headers
}

/** The statuses that core itself may send on any route. */
export type CoreStatus = 400 | 404 | 408 | 413 | 414 | 415 | 422 | 429 | 431 | 500 | 503

export type CallResult<Responses> =
  | { [Status in keyof Responses]: Result<Status, Responses[Status]> }[keyof Responses]
  | Result<Exclude<CoreStatus, keyof Responses>, Problem>

export type Call<R> = R extends {
  readonly '~types': { readonly input: infer Input; readonly responses: infer Responses }
}
  ? {} extends Input
    ? (input?: Input & CallOptions) => Promise<CallResult<Responses>>
    : (input: Input & CallOptions) => Promise<CallResult<Responses>>
  : never

/** Lazy for a module namespace: TypeScript resolves only the routes that are used. */
export type Calls<Routes> = { readonly [Name in keyof Routes]: Call<Routes[Name]> }

/** Maps operation names to `METHOD /path`, which a client needs at run time. */
export type Operations<Routes> = {
  readonly [Name in keyof Routes]: Routes[Name] extends {
    readonly '~types': {
      readonly method: infer Verb extends string
      readonly path: infer Path extends string
    }
  }
    ? `${Verb} ${Path}`
    : never
}
