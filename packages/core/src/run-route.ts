import { checkLength, checkMediaType, limited, planOf } from './body.ts'
import { toResponse } from './funnel.ts'
import type { Sink } from './log.ts'
import type { RequestState } from './request.ts'
import { appendHeader, createReply, hasHeader, isAnswer } from './response.ts'
import type { RouteData } from './route.ts'
import { type Awaitable, isSchema, type SchemaResult } from './schema.ts'
import type { ResponseMap } from './spec.ts'
import { assertStrips } from './strip-check.ts'
import type { HttpResponse } from './types.ts'
import { isPromise, issuesOf, schemaStep, validate } from './validate.ts'

/** A route with all that can be known of it before the first request. */
export interface CompiledRoute {
  readonly name: string
  readonly run: (request: RequestState, services: unknown) => Promise<HttpResponse>
}

/** Compiles the steps of a route in the one order of checks: guards, body, params, schemas, handler. */
export function compileRoute(name: string, route: RouteData, sink: Sink): CompiledRoute {
  const where = `${name} (${route.method} ${route.path})`
  checkRoute(where, route)
  const guard = guardStep(where, route)
  const takeBody = bodyStep(route)
  const check = schemaStep(route)
  const reply = createReply(route.responses)
  const handler = route.handler as (request: RequestState, services: unknown) => unknown

  async function answer(request: RequestState, services: unknown): Promise<HttpResponse> {
    const refusal = guard && (await guard(request, services))
    if (refusal) return refusal
    if (takeBody) await takeBody(request)
    else checkLength(request.host, request.bodyLimit)
    if (check) {
      const checking = check(request)
      if (checking) await checking
    }
    request.reply = reply
    // Awaited only where there is something to wait for: each turn of the queue costs.
    const made = handler(request, services)
    const honoured = honour(where, route.responses, isPromise(made) ? await made : made)
    return isPromise(honoured) ? await honoured : honoured
  }

  return {
    name,
    run: async (request, services) => {
      request.operation = name
      if (route.bodyLimit !== undefined) request.bodyLimit = route.bodyLimit
      try {
        const response = await answer(request, services)
        if (!guard || hasHeader(response.headers, 'cache-control')) return response
        return appendHeader(response, 'cache-control', 'no-store')
      } catch (error) {
        return toResponse(error, request, sink)
      }
    },
  }
}

type GuardStep = (request: RequestState, services: unknown) => Promise<HttpResponse | undefined>

/** Runs the guards one after the other: the first that answers ends it, the others leave their values. */
function guardStep(where: string, route: RouteData): GuardStep | undefined {
  const guards = Object.entries(route.guards ?? {}).map(([key, guard]) => ({
    key,
    check: guard.check as (request: RequestState, services: unknown) => unknown,
    responses: guard.responses,
    reply: createReply(guard.responses),
  }))
  if (guards.length === 0) return undefined
  return async (request, services) => {
    for (const { key, check, responses, reply } of guards) {
      request.reply = reply
      const found = await check(request, services)
      if (isAnswer(found)) return honour(`${where}, guard ${key}`, responses, found)
      ;(request as unknown as Record<string, unknown>)[key] = found
    }
    return undefined
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

/** Sends what the declared schema names, and nothing else. */
function honour(where: string, responses: ResponseMap, made: unknown): Awaitable<HttpResponse> {
  if (typeof made !== 'object' || made === null) {
    const got = made === null ? 'null' : typeof made
    throw new TypeError(`${where}: expected the handler to return reply(…); got ${got}`)
  }
  const response = made as HttpResponse
  const spec = responses[response.status]
  if (!isSchema(spec)) return response
  const result = validate(spec, response.body)
  const send = ({ value, issues }: SchemaResult<unknown> & { value?: unknown }): HttpResponse => {
    if (!issues) return { ...response, body: value, json: true }
    const [issue] = issuesOf('body', issues)
    throw new TypeError(
      `${where}: the ${String(response.status)} answer is not what it declares: ` +
        `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    )
  }
  return isPromise(result) ? result.then(send) : send(result)
}
