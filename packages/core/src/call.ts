import type { App } from './app.ts'
import { compileApp } from './handle.ts'
import type { HostResponse } from './host-types.ts'
import { createSink } from './log.ts'
import { chunksOf, memoryRequest, readAll } from './memory.ts'
import type { RouteData } from './route.ts'
import type { ByteSource } from './spec.ts'
import { isSchema } from './schema.ts'
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
  if (!handle) single.set(route, (handle = compileApp({ routes: { call: route } }, createSink())))
  return invoke(handle, route, { services, input: input[0] ?? {} }) as never
}

const single = new WeakMap<object, App['handle']>()

/** The operations of an app, made as they are asked for. */
export function createCalls(handle: App['handle'], routes: object, services: unknown): unknown {
  const calls: Record<string, unknown> = {}
  for (const [name, route] of Object.entries(routes as Record<string, RouteData>)) {
    calls[name] = (input: CallInput = {}) => invoke(handle, route, { services, input })
  }
  return calls
}

async function invoke(
  handle: App['handle'],
  route: RouteData,
  { services, input }: { services: unknown; input: CallInput },
): Promise<Result<number, unknown>> {
  const tasks: (() => unknown)[] = []
  const { content, contentType } = encodeBody(route, input.body)
  const request = memoryRequest({
    method: route.method,
    target: targetOf(route.path, input),
    headers: {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...input.headers,
    },
    body: content,
    signal: input.signal,
    afterResponse: (task) => tasks.push(task),
  })
  const response = await handle(request, { open: () => services })
  const result = await resultOf(response!, route)
  for (const task of tasks) await task()
  return result
}

function targetOf(path: string, { params = {}, query = {} }: CallInput): string {
  const filled = path
    .split('/')
    .map((segment) => {
      if (segment === '*')
        return (params.rest as readonly string[]).map(encodeURIComponent).join('/')
      return segment.startsWith(':')
        ? encodeURIComponent(String(params[segment.slice(1)]))
        : segment
    })
    .join('/')
  const search = formOf(query)
  return search === '' ? filled : `${filled}?${search}`
}

function formOf(values: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (each !== undefined) search.append(name, each as string)
    }
  }
  return search.toString()
}

function encodeBody(
  { body: declared }: RouteData,
  body: unknown,
): { content: Uint8Array | ByteSource | undefined; contentType: string | undefined } {
  if (declared === undefined || body === undefined) {
    return { content: undefined, contentType: undefined }
  }
  const { kind, contentType } = isSchema(declared)
    ? { kind: 'json' as const, contentType: undefined }
    : declared
  switch (kind) {
    case 'json':
      return {
        content: encoder.encode(JSON.stringify(body)),
        contentType: contentType ?? 'application/json',
      }
    case 'form':
      return {
        content: encoder.encode(formOf(body as Record<string, unknown>)),
        contentType: 'application/x-www-form-urlencoded',
      }
    case 'text':
    case 'bytes':
    case 'stream': {
      const fallback = kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream'
      const content = typeof body === 'string' ? encoder.encode(body) : (body as Uint8Array)
      return { content, contentType: contentType ?? fallback }
    }
  }
}

const encoder = new TextEncoder()

async function resultOf(
  { status, headers: pairs, body }: HostResponse,
  route: RouteData,
): Promise<Result<number, unknown>> {
  const headers = new Headers()
  for (const [name, value] of pairs) headers.append(name, value)
  const type = headers.get('content-type') ?? ''
  if (body === undefined) return { status, headers, body: undefined }
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    const spec = route.responses[status]
    const isStream = spec !== undefined && !isSchema(spec) && spec.kind === 'stream'
    return { status, headers, body: isStream ? chunksOf(body) : await readAll(body) }
  }
  const isJson = /^application\/(?:[\w.+-]+\+)?json\b/.test(type)
  return { status, headers, body: isJson && typeof body === 'string' ? JSON.parse(body) : body }
}
