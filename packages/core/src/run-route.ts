import { after } from './awaitable.ts'
import { checkLength, planOf } from './body.ts'
import { HttpError } from './error.ts'
import { type Terminal, toResponse } from './funnel.ts'
import { hasHeader } from './headers.ts'
import type { RequestState } from './request.ts'
import { appendHeader, createReply, isAnswer } from './response.ts'
import type { RouteData } from './route.ts'
import { type Awaitable, isSchema } from './schema.ts'
import type { CompiledSpec, CompiledSpecs, ResponseMap, ResponseSpec } from './spec.ts'
import { assertStrips } from './strip-check.ts'
import type { HttpResponse } from './types.ts'
import { issuesOf, partsOf, readPart } from './validate.ts'
import { checkObject, checkStatus } from './value.ts'

type Step = (request: RequestState, services: unknown) => unknown

/** Compiles the steps of a route in the one order of checks: guards, body, params, schemas, handler. */
export function compileRoute(name: string, route: RouteData): Terminal {
  const where = `reply() of ${name} (${route.method} ${route.path})`
  const guards = Object.entries(route.guards ?? {}).map(([key, { check, responses }]) => {
    const specs = compileSpecs(where, responses)
    return { key, check: check as Step, specs, reply: createReply(specs, true) }
  })
  if (route.body && route.method === 'GET') throw new TypeError(`${name}: a GET has no body`)
  const specs = compileSpecs(where, route.responses)
  const plan = planOf(route.body)
  const parts = partsOf(route, plan?.schema)
  const reply = createReply(specs)
  const handler = route.handler as Step

  // What has guards or a body is waited for in any case.
  async function prepare(request: RequestState, services: unknown): Promise<HttpResponse> {
    try {
      for (const { key, check, specs, reply } of guards) {
        request.reply = reply
        const found = await check(request, services)
        if (isAnswer(found)) return noStore(await honour(`${where}, guard ${key}`, specs, found))
        ;(request as unknown as Record<string, unknown>)[key] = found
      }
      if (plan) request.body = await request.take(plan)
      const response = await proceed(request, services)
      return guards.length > 0 ? noStore(response) : response
    } catch (error) {
      return toResponse(error, request)
    }
  }

  // From here on nothing is waited for that is there at once: its answer is written at once.
  function proceed(request: RequestState, services: unknown): Awaitable<HttpResponse> {
    if (!plan) checkLength(request.host, request.bodyLimit)
    return check(request, services)
  }

  function check(request: RequestState, services: unknown, index = 0): Awaitable<HttpResponse> {
    const part = parts[index]
    if (part) {
      const [place, validator] = part
      return after(validator.validate(readPart(request, place)), (result) => {
        request.refine(place, result)
        return check(request, services, index + 1)
      })
    }
    const { errors } = request
    if (errors) throw new HttpError(422, { errors })
    request.reply = reply
    return after(handler(request, services), finish)
  }

  const finish = (made: unknown): Awaitable<HttpResponse> => honour(where, specs, made)
  const isPrepared = guards.length > 0 || plan

  return (request, services) => {
    request.operation = name
    request.bodyLimit = route.bodyLimit ?? request.bodyLimit
    if (isPrepared) return prepare(request, services)
    try {
      const made = proceed(request, services)
      // Our own, by `after`, and no promise of another kind.
      return made instanceof Promise ? made.catch((error) => toResponse(error, request)) : made
    } catch (error) {
      return toResponse(error, request)
    }
  }
}

/** What can be wrong with declared responses is said here, at start. */
function compileSpecs(where: string, responses: ResponseMap): CompiledSpecs {
  const specs = new Map<number, CompiledSpec>()
  for (const [key, spec] of Object.entries(responses) as [string, ResponseSpec][]) {
    const status = Number(key)
    checkStatus(`${where}: status ${key}`, status)
    if (isSchema(spec)) {
      assertStrips(spec, `${where}, ${key}`)
      specs.set(status, { kind: 'json', validator: spec['~standard'] })
    } else specs.set(status, spec)
  }
  return specs
}

/** Sends what the declared schema names, and nothing else. */
function honour(where: string, specs: CompiledSpecs, made: unknown): Awaitable<HttpResponse> {
  checkObject(where, made)
  const response = made as HttpResponse
  const validator = specs.get(response.status)?.validator
  if (!validator) return response
  return after(validator.validate(response.body), (result) => {
    const { status, headers } = response
    if (!result.issues) return { status, headers, body: result.value, json: true }
    const { path, message } = issuesOf('body', result.issues)[0]!
    throw new TypeError(
      `${where}: the ${status} answer breaks its schema: ${path.join('.')} ${message}`,
    )
  })
}

function noStore(response: HttpResponse): HttpResponse {
  return hasHeader(response.headers, 'cache-control')
    ? response
    : appendHeader(response, 'cache-control', 'no-store')
}
