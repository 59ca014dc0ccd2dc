import type { App } from '../pipeline/create-app.ts'
import { readers } from '../pipeline/body.ts'
import { compileApp } from '../pipeline/dispatch.ts'
import type { HostResponse } from '../host/adapter-types.ts'
import { createSink } from '../pipeline/logger.ts'
import { mediaTypes } from '../http/media-type.ts'
import { chunksOf, memoryRequest, type MemoryMessage, readAll } from './in-memory-request.ts'
import type { RouteData } from '../contract/route.ts'
import { isSchema } from '../contract/schema.ts'
import type { Problem } from '../contract/types.ts'

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface Result<Status, Body> {
  readonly status: Status
  readonly body: Body
  readonly headers: Headers
}

/** What core itself may answer on any route. */
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

/** Over a module namespace this stays lazy: TypeScript resolves only the routes you touch. */
export type Calls<Routes> = { readonly [Name in keyof Routes]: Call<Routes[Name]> }

/** Names to `METHOD /path`: the little a client must know at run time. */
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

interface CallInput extends CallOptions {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/**
 * Calls one route in process with the services it needs.
 *
 * @example
 * const found = await call(getUser, { db }, { params: { id: 1 } })
 * if (found.status === 200) console.log(found.body.name)
 */
export function call<R extends RouteData>(
  route: R,
  services: R['~services'],
  ...input: Parameters<Call<R>>
): ReturnType<Call<R>> {
  let handle = single.get(route)
  if (!handle)
    single.set(route, (handle = compileApp({ routes: { call: route } }, createSink()).handle))
  return invoke(handle, route, { services, input: input[0] ?? {} }) as never
}

const single = new WeakMap<object, App['handle']>()

/** The operations of an app. */
export function createCalls(handle: App['handle'], routes: object, services: unknown): unknown {
  const calls = Object.entries(routes as Record<string, RouteData>).map(([name, route]) => [
    name,
    (input: CallInput = {}) => invoke(handle, route, { services, input }),
  ])
  return Object.fromEntries(calls)
}

async function invoke(
  handle: App['handle'],
  route: RouteData,
  { services, input }: { services: unknown; input: CallInput },
): Promise<Result<number, unknown>> {
  const tasks: (() => unknown)[] = []
  const [body, headers] = contentOf(route.body, input.body)
  const request = memoryRequest({
    method: route.method,
    target: targetOf(route.path, input),
    headers: { ...headers, ...input.headers },
    body,
    signal: input.signal,
    afterResponse: (task) => tasks.push(task),
  })
  const response = (await handle(request, { open: () => services }))!
  const result = await resultOf(response, route)
  for (const task of tasks) await task()
  return result
}

function targetOf(path: string, { params = {}, query = {} }: CallInput): string {
  const filled = path.replace(/:(\w+)|\*/g, (_sign, name?: string) =>
    name === undefined
      ? (params.rest as string[]).map(encodeURIComponent).join('/')
      : encodeURIComponent(params[name] as string),
  )
  return `${filled}?${formOf(query)}`
}

function formOf(values: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const each of [value].flat()) if (each !== undefined) search.append(name, each as string)
  }
  return search.toString()
}

function contentOf(
  declared: RouteData['body'],
  body: unknown,
): [body?: MemoryMessage['body'], headers?: Record<string, string>] {
  if (!declared || body === undefined) return []
  const { kind, contentType = mediaTypes[kind] } = isSchema(declared) ? readers.json : declared
  const content = kind === 'json' ? JSON.stringify(body) : kind === 'form' ? formOf(body!) : body
  return [content as MemoryMessage['body'], { 'content-type': contentType }]
}

async function resultOf(
  { status, headers: pairs, body }: HostResponse,
  { responses }: RouteData,
): Promise<Result<number, unknown>> {
  const headers = new Headers(pairs as HeadersInit)
  const result = { status, headers, body: body as unknown }
  if (typeof body === 'string') {
    if (/^application\/(.+\+)?json\b/.test(headers.get('content-type')!)) {
      result.body = JSON.parse(body)
    }
  } else if (body && 'stop' in body) {
    const spec = responses[status] as { readonly kind?: unknown } | undefined
    result.body = spec?.kind === 'stream' ? chunksOf(body) : await readAll(chunksOf(body))
  }
  return result
}
