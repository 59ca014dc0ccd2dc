export {
  type App,
  type AppOptions,
  createApp,
  type HandleOptions,
  type Refusal,
} from './pipeline/create-app.ts'
export {
  call,
  type Call,
  type CallOptions,
  type CallResult,
  type Calls,
  type CoreStatus,
  type Operations,
  type Result,
} from './in-process/call.ts'
export { cookie, type CookieOptions } from './http/cookies.ts'
export {
  HttpError,
  isHttpError,
  type ProblemIssue,
  type ReplyHeaders,
} from './errors/http-error.ts'
export {
  type FreeNames,
  guard,
  type Guard,
  type GuardData,
  type GuardMap,
  type GuardRequest,
  type GuardValues,
} from './contract/guard.ts'
export type { Log, LogEntry, LogFields, OnError } from './pipeline/logger.ts'
export type { Query } from './http/query.ts'
export { appendHeader, respond, withHeaders } from './pipeline/create-response.ts'
export {
  createRouter,
  route,
  type Route,
  type RouteData,
  type RouteFunction,
} from './contract/route.ts'
export type { Awaitable, In, Issue, Out, Schema, SchemaResult } from './contract/schema.ts'
export type { Events } from './streaming/event-stream.ts'
export type { ServerEvent } from './streaming/server-event.ts'
export type { Provided, Provider } from './host/services.ts'
export {
  type BodySpec,
  bytes,
  type ByteSource,
  defineProblem,
  empty,
  type EmptySpec,
  form,
  json,
  type MediaSpec,
  problem,
  type ProblemDefinition,
  type ProblemSpec,
  redirect,
  type RedirectSpec,
  type ResponseMap,
  type ResponseSpec,
  stream,
  strips,
  text,
} from './contract/declarations.ts'
export { type EventData, lastEventId, sse, type SseOptions } from './contract/sse.ts'
export type {
  Answer,
  BaseRequest,
  HeaderReader,
  HttpRequest,
  HttpResponse,
  Json,
  Method,
  Middleware,
  Needs,
  PathParams,
  Problem,
  RawParams,
  Received,
  Reply,
  ReplyOptions,
  ServicesOf,
} from './contract/types.ts'
