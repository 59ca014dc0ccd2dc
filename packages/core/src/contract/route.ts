import type { FreeNames, GuardMap, GuardValues } from './guard.ts'
import type { Query } from '../http/query.ts'
import type { In, Out, Schema } from './schema.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { BodySpec } from './body-type.ts'
import type { Method } from './methods.ts'
import type { ResponseMap } from './declarations.ts'
import type {
  BodyDeclaration,
  BodyIn,
  BodyOut,
  Collect,
  HttpRequest,
  KeyOfEach,
  Needs,
  ParamNames,
  PathParams,
  Received,
} from './types.ts'
import type { Answer } from './http-response.ts'
import { assertCount } from '../errors/assertions.ts'

/** A route without its types, as routers, adapters and generators read it. */
export interface RouteData extends Needs {
  readonly method: Method
  readonly path: string
  readonly params?: Schema
  readonly query?: Schema
  readonly headers?: Schema
  readonly body?: Schema | BodySpec
  /** In bytes. @default the app's limit */
  readonly bodyLimit?: number
  readonly guards?: GuardMap
  readonly responses: ResponseMap
  readonly handler: (request: never, services: never) => Awaitable<Answer>
  readonly '~types': {
    readonly method: string
    readonly path: string
    readonly input: unknown
    readonly responses: unknown
  }
}

/** `Types` holds computed plain types, so an emitted `.d.ts` is readable without schema libraries. */
export interface Route<Types extends RouteData['~types'], Services> extends RouteData {
  readonly '~types': Types
  readonly '~services': Services
}

type Parsed<S, Otherwise> = [S] extends [never] ? Otherwise : Out<S>
type ParsedBody<S> = [S] extends [never] ? undefined : BodyOut<S>
type Part<Key extends string, Value> = [Value] extends [never]
  ? {}
  : {} extends Value
    ? { readonly [K in Key]?: Value }
    : { readonly [K in Key]: Value }
type SentParams<Path extends string, S> = [S] extends [never]
  ? [ParamNames<Path>] extends [never]
    ? never
    : PathParams<Path, string | number>
  : In<S>
type SentBody<S> = [S] extends [never] ? never : BodyIn<S>
type InputOf<Path extends string, Params, Query_, Headers, Body> = Part<
  'params',
  SentParams<Path, Params>
> &
  Part<'query', In<Query_>> &
  Part<'headers', In<Headers>> &
  Part<'body', SentBody<Body>> extends infer Input
  ? { [Key in keyof Input]: Input[Key] }
  : never

type ResponsesOf<Responses, Guards> = Responses | AnswersOf<Guards[keyof Guards]> extends infer Each
  ? { readonly [Status in KeyOfEach<Each> & number]: ReceivedAt<Each, Status> }
  : never
type AnswersOf<Guards> = Guards extends { readonly responses: infer Responses } ? Responses : never
type ReceivedAt<Each, Status extends number> = Each extends {
  readonly [Key in Status]: infer Spec
}
  ? Received<Spec>
  : never

type And<Services, Guards> = [keyof Guards] extends [never]
  ? Services
  : Collect<{ readonly '~services': Services } | Guards[keyof Guards]>

type ParamKeys<Path extends string> = keyof PathParams<Path>
type ParamsInPath<Path extends string, S> = [S] extends [never]
  ? unknown
  : [keyof In<S>] extends [ParamKeys<Path>]
    ? unknown
    : `${Path} has no parameter '${Exclude<keyof In<S>, ParamKeys<Path>> & string}'`

type Taken<Shared> = {
  readonly [Name in keyof Shared]?: `the group already has a guard '${Name & string}'`
}

interface RouteSpec<
  Verb,
  Path extends string,
  Prefix extends string,
  Params,
  Query_,
  Headers,
  Body,
  Guards,
  Shared,
  Responses,
  Services,
> {
  readonly method?: Verb
  readonly path?: Path
  readonly params?: Params & ParamsInPath<`${Prefix}${Path}`, Params>
  readonly query?: Query_
  readonly headers?: Headers
  readonly body?: Body
  readonly bodyLimit?: number
  readonly guards?: Guards & FreeNames & Taken<Shared>
  readonly responses?: Responses
  readonly handler?: (
    request: HttpRequest<
      Parsed<Params, PathParams<`${Prefix}${Path}`>>,
      Parsed<Query_, Query>,
      Parsed<Headers, {}>,
      ParsedBody<Body>,
      Responses
    > &
      GuardValues<Shared & Guards>,
    services: Services,
  ) => Awaitable<Answer<keyof Responses>>
}

// Separate from the generic part, so that a misspelt required property does not disable the
// inference of the others.
interface RouteRequires {
  readonly method: unknown
  readonly path: unknown
  readonly responses: unknown
  readonly handler: unknown
}

export interface RouteFunction<
  AppServices,
  Shared extends GuardMap = {},
  Prefix extends string = '',
> {
  <
    const Verb extends Method,
    const Path extends string,
    Responses extends ResponseMap,
    Params extends Schema = never,
    Query_ extends Schema = never,
    Headers extends Schema = never,
    Body extends BodyDeclaration = never,
    Guards extends GuardMap = {},
    Services = AppServices,
  >(
    spec: RouteSpec<
      Verb,
      Path,
      Prefix,
      Params,
      Query_,
      Headers,
      Body,
      Guards,
      Shared,
      Responses,
      Services
    > &
      RouteRequires,
  ): Route<
    {
      method: Verb
      path: `${Prefix}${Path}`
      input: InputOf<`${Prefix}${Path}`, Params, Query_, Headers, Body>
      responses: ResponsesOf<Responses, Shared & Guards>
    },
    And<Services, Shared & Guards>
  >
  /** Returns the same function with guards and a path prefix already set. */
  with<const More extends string = '', Guards extends GuardMap = {}>(shared: {
    readonly prefix?: More
    readonly guards?: Guards & FreeNames & Taken<Shared>
  }): RouteFunction<AppServices, Shared & Guards, `${Prefix}${More}`>
}

/**
 * Declares a route: data and a handler.
 *
 * @example
 * export const hello = route({
 *   method: 'GET',
 *   path: '/hello/:name',
 *   responses: { 200: text() },
 *   handler: ({ params, reply }) => reply(200, `Hello, ${params.name}!`),
 * })
 */
export const route: RouteFunction<{}> = routeFunction('', {}) as never

/**
 * Returns `route` with typed services, so that handlers need no annotation.
 *
 * @example
 * const route = routeFor<{ db: Db }>()
 */
export function routeFor<Services>(): RouteFunction<Services> {
  return route
}

function routeFunction(prefix: string, shared: GuardMap): unknown {
  const declare = (spec: RouteData): unknown => {
    const path = prefix + spec.path
    // NaN would disable the limit.
    assertCount('bodyLimit in bytes', spec.bodyLimit ?? 0)
    return { ...spec, path, guards: mergeGuards(path, shared, spec.guards) }
  }
  return Object.assign(declare, {
    with: (more: { prefix?: string; guards?: GuardMap }) => {
      const longer = prefix + (more.prefix ?? '')
      return routeFunction(longer, mergeGuards(longer, shared, more.guards))
    },
  })
}

function mergeGuards(path: string, shared: GuardMap, own: GuardMap = {}): GuardMap {
  const twice = Object.keys(own).find((name) => name in shared)
  if (twice) {
    throw new TypeError(`${path}: a second guard '${twice}'`)
  }
  return { ...shared, ...own }
}
