export { type App, type AppOptions, createApp, type HandleOptions, type Refusal } from './app.ts'
export {
  call,
  type Call,
  type CallOptions,
  type CallResult,
  type Calls,
  type CoreStatus,
  type Operations,
  type Result,
} from './call.ts'
export { cookie, type CookieOptions } from './cookies.ts'
export { HttpError, isHttpError, type ProblemIssue, type ReplyHeaders } from './error.ts'
export {
  type FreeNames,
  guard,
  type Guard,
  type GuardData,
  type GuardMap,
  type GuardRequest,
  type GuardValues,
} from './guard.ts'
export type { Log, LogEntry, LogFields, OnError } from './log.ts'
export type { Query } from './query.ts'
export { appendHeader, respond, withHeaders } from './response.ts'
export { createRouter, route, type Route, type RouteData, type RouteFunction } from './route.ts'
export type { Awaitable, In, Issue, Out, Schema, SchemaResult } from './schema.ts'
export type { Events } from './event-stream.ts'
export type { ServerEvent } from './server-event.ts'
export type { Provided, Provider } from './services.ts'
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
} from './spec.ts'
export { type EventData, lastEventId, sse, type SseOptions } from './sse.ts'
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
} from './types.ts'
