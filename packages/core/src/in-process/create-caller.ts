import type { App } from '../contract/app.ts'
import { compileDispatch } from '../pipeline/dispatch.ts'
import type { AdapterResponse } from '../contract/adapter-types.ts'
import { createLogger } from '../pipeline/logger.ts'
import type { BodySpec, BodyType } from '../contract/body-type.ts'
import { serializeForm } from '../contract/form-body.ts'
import { jsonType } from '../contract/json-body.ts'
import { chunksOf, inMemoryRequest, type InMemoryMessage, readAll } from './in-memory-request.ts'
import type { RouteData } from '../contract/route.ts'
import { isSchema } from '../contract/schema.ts'
import type { Call, CallOptions, Calls, Result } from '../contract/calls.ts'

interface CallInput extends CallOptions {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/**
 * Calls one route in process with the services that it needs.
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
    single.set(
      route,
      (handle = compileDispatch({ routes: { call: route } }, createLogger()).handle),
    )
  return invoke(handle, route, { services, input: input[0] ?? {} }) as never
}

const single = new WeakMap<object, App['handle']>()

/**
 * Returns functions that call an app's routes in process, with the guards, validation and errors of
 * HTTP requests.
 *
 * @example
 * const created = await createCaller(app, { db }).createUser({ body: { name: 'Ada' } })
 */
export function createCaller<Routes, Services>(
  app: App<Routes, Services>,
  services: NoInfer<Services>,
): Calls<Routes> {
  const routes = Object.entries(app.routes as Readonly<Record<string, RouteData>>)
  const operations = routes.map(([name, route]) => [
    name,
    (input: CallInput = {}) => invoke(app.handle, route, { services, input }),
  ])
  return Object.fromEntries(operations) as Calls<Routes>
}

async function invoke(
  handle: App['handle'],
  route: RouteData,
  { services, input }: { services: unknown; input: CallInput },
): Promise<Result<number, unknown>> {
  const tasks: (() => unknown)[] = []
  const [body, headers] = contentOf(route.body, input.body)
  const request = inMemoryRequest({
    method: route.method,
    target: targetOf(route.path, input),
    headers: { ...headers, ...input.headers },
    body,
    signal: input.signal,
    afterResponse: (task) => tasks.push(task),
  })
  const response = (await handle(request, { resolveServices: () => services }))!
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
  return `${filled}?${serializeForm(query)}`
}

function contentOf(
  declared: RouteData['body'],
  body: unknown,
): [body?: InMemoryMessage['body'], headers?: Record<string, string>] {
  if (!declared || body === undefined) return []
  const { type, contentType = type.contentType } = (
    isSchema(declared) ? { type: jsonType } : declared
  ) as BodySpec
  return [type.encode(body) as InMemoryMessage['body'], { 'content-type': contentType }]
}

async function resultOf(
  { status, headers: pairs, body }: AdapterResponse,
  { responses }: RouteData,
): Promise<Result<number, unknown>> {
  const headers = new Headers(pairs as HeadersInit)
  const result = { status, headers, body: body as unknown }
  if (typeof body === 'string') {
    if (/^application\/(.+\+)?json\b/.test(headers.get('content-type')!)) {
      result.body = JSON.parse(body)
    }
  } else if (body && 'stop' in body) {
    const { type } = (responses[status] ?? {}) as { readonly type?: BodyType }
    result.body = type?.readChunks ? chunksOf(body) : await readAll(chunksOf(body))
  }
  return result
}
