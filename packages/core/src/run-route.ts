import { checkLength, checkMediaType, limited, planOf } from './body.ts'
import { HttpError, type ProblemIssue } from './error.ts'
import { toRecord } from './query.ts'
import type { RequestState } from './request.ts'
import { appendHeader, createReply, hasHeader, isAnswer } from './response.ts'
import type { RouteData } from './route.ts'
import { isSchema } from './schema.ts'
import type { ResponseMap } from './spec.ts'
import { assertStrips } from './strip-check.ts'
import type { HttpResponse } from './types.ts'
import { issuesOf, validate } from './validate.ts'

/** A route with all that can be known of it before the first request. */
export interface CompiledRoute {
  readonly name: string
  readonly run: (request: RequestState, services: unknown) => Promise<HttpResponse>
}

/** Compiles the steps of a route in the one order of checks: guards, body, params, schemas, handler. */
export function compileRoute(name: string, route: RouteData): CompiledRoute {
  const where = `${name} (${route.method} ${route.path})`
  checkRoute(where, route)
  const guards = Object.entries(route.guards ?? {}).map(([key, guard]) => ({
    key,
    check: guard.check as (request: RequestState, services: unknown) => unknown,
    responses: guard.responses,
    reply: createReply(guard.responses),
  }))
  const reply = createReply(route.responses)
  const handler = route.handler as (request: RequestState, services: unknown) => unknown
  const takeBody = bodyStep(route)
  const check = schemaStep(route)

  async function answer(request: RequestState, services: unknown): Promise<HttpResponse> {
    for (const guard of guards) {
      request.reply = guard.reply
      const found = await guard.check(request, services)
      if (isAnswer(found)) return honour(`${where}, guard ${guard.key}`, guard.responses, found)
      ;(request as unknown as Record<string, unknown>)[guard.key] = found
    }
    if (takeBody) await takeBody(request)
    else checkLength(request.host, request.bodyLimit)
    if (check) await check(request)
    request.reply = reply
    const made = (await handler(request, services)) as HttpResponse
    return honour(where, route.responses, made)
  }

  return {
    name,
    run: async (request, services) => {
      request.operation = name
      if (route.bodyLimit !== undefined) request.bodyLimit = route.bodyLimit
      const response = await answer(request, services)
      if (guards.length === 0 || hasHeader(response.headers, 'cache-control')) return response
      return appendHeader(response, 'cache-control', 'no-store')
    },
  }
}

function checkRoute(where: string, route: RouteData): void {
  if (route.body && route.method === 'GET') throw new TypeError(`${where}: a GET has no body`)
  const maps = [route.responses, ...Object.values(route.guards ?? {}).map((each) => each.responses)]
  for (const responses of maps) {
    for (const [status, spec] of Object.entries(responses)) {
      const number = Number(status)
      if (!Number.isInteger(number) || number < 200 || number > 599) {
        throw new TypeError(`${where}: ${status} is no status for an answer (200–599)`)
      }
      if (isSchema(spec)) assertStrips(spec, `${where}, ${status}`)
    }
  }
}

type Step = (request: RequestState) => Promise<void>

function bodyStep(route: RouteData): Step | undefined {
  const plan = planOf(route.body)
  if (!plan) return undefined
  if (plan.kind === 'stream') {
    return async (request) => {
      const { host, bodyLimit } = request
      checkMediaType(host, plan)
      checkLength(host, bodyLimit)
      request.streamed = true
      const chunks = host.hasBody ? host.streamBody() : none()
      request.body = limited(chunks, bodyLimit, () => (request.bodyRead = true))
    }
  }
  return async (request) => {
    checkMediaType(request.host, plan)
    checkLength(request.host, request.bodyLimit)
    request.body = await request.read(plan)
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** `params` first, whose failure is a 404; then the issues of query, headers and body together. */
function schemaStep(route: RouteData): Step | undefined {
  const { params, query, headers } = route
  const body = planOf(route.body)?.schema
  if (!params && !query && !headers && !body) return undefined
  return async (request) => {
    if (params) {
      const result = await validate(params, { ...request.params })
      if (result.issues) throw new HttpError(404)
      request.refine('params', result.value)
    }
    const errors: ProblemIssue[] = []
    const parts = [
      ['query', query, () => toRecord(request.query)],
      ['headers', headers, () => toRecord(request.host.headerEntries())],
      ['body', body, () => request.body],
    ] as const
    for (const [place, schema, read] of parts) {
      if (!schema) continue
      const result = await validate(schema, read())
      if (result.issues) errors.push(...issuesOf(place, result.issues))
      else if (place === 'body') request.body = result.value
      else request.refine(place, result.value)
    }
    if (errors.length > 0) throw new HttpError(422, { errors })
  }
}

/** Sends what the declared schema names, and nothing else. */
async function honour(
  where: string,
  responses: ResponseMap,
  response: HttpResponse,
): Promise<HttpResponse> {
  if (typeof response !== 'object' || response === null) {
    const got = response === null ? 'null' : typeof response
    throw new TypeError(
      `${where}: expected the handler to return an answer of reply(…), got ${got}`,
    )
  }
  const spec = responses[response.status]
  if (!isSchema(spec)) return response
  const result = await validate(spec, response.body)
  if (result.issues) {
    const [issue] = issuesOf('body', result.issues)
    throw new TypeError(
      `${where}: the ${String(response.status)} answer is not what it declares: ` +
        `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    )
  }
  return { ...response, body: result.value, json: true }
}
