export { createApp } from './pipeline/create-app.ts'
export { type App, type AppOptions, type HandleOptions, type Refusal } from './contract/app.ts'
export { call, createCaller } from './in-process/create-caller.ts'
export {
  type Call,
  type CallOptions,
  type CallResult,
  type Calls,
  type CoreStatus,
  type Operations,
  type Result,
} from './contract/calls.ts'
export { contentDisposition } from './http/content-disposition.ts'
export { cookie, type CookieOptions } from './http/cookies.ts'
export { upstreamHeaders, type UpstreamHeaders } from './http/upstream-headers.ts'
export { type CoreProblemCode, problemCodes } from './errors/problem-codes.ts'
export { HttpError, isHttpError, type ReplyHeaders } from './errors/http-error.ts'
export { type ProblemIssue } from './errors/limit-issues.ts'
export type {
  FreeNames,
  Guard,
  GuardData,
  GuardMap,
  GuardRequest,
  GuardValues,
} from './contract/guard.ts'
export { guard } from './pipeline/guard.ts'
export type { OnError } from './contract/types.ts'
export type { Log, LogEntry, LogFields } from './contract/log.ts'
export type { Query } from './http/query.ts'
export { describeError } from './pipeline/log-line.ts'
export { appendHeader, createResponse, withHeaders } from './pipeline/create-response.ts'
export {
  routeFor,
  route,
  type Route,
  type RouteData,
  type RouteFunction,
} from './contract/route.ts'
export { type Method, methods } from './contract/methods.ts'
export type { In, Issue, Out, Schema, SchemaResult } from './contract/schema.ts'
export type { Awaitable } from './async/awaitable.ts'
export type { Events } from './streaming/event-stream.ts'
export type { ServerEvent } from './streaming/server-event.ts'
export type { Provided, Provider } from './host/services.ts'
export {
  type BodySpec,
  type BodyType,
  bytes,
  form,
  json,
  type MediaSpec,
  stream,
  text,
} from './contract/body-types.ts'
export {
  defineProblem,
  noContent,
  type NoContentSpec,
  problem,
  type ProblemDefinition,
  type ProblemSpec,
  redirect,
  type RedirectSpec,
  type ResponseMap,
  type ResponseSpec,
  trustSchema,
} from './contract/declarations.ts'
export { type EventData, lastEventId, sse, type SseOptions } from './streaming/sse.ts'
export type {
  BaseRequest,
  HeaderReader,
  HttpRequest,
  Json,
  Middleware,
  Needs,
  PathParams,
  Problem,
  RawParams,
  Received,
  Reply,
  ServicesOf,
} from './contract/types.ts'
export type { Answer, ByteSource, HttpResponse, ReplyOptions } from './contract/http-response.ts'
