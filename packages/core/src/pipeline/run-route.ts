import { thenOrNow } from '../async/then-or-now.ts'
import { checkLength, bodyReaderFor } from './body.ts'
import { HttpError } from '../errors/http-error.ts'
import { type Endpoint, errorToResponse } from './compose-middleware.ts'
import { assertGuardValue } from './guard-result.ts'
import { hasHeader } from '../http/headers.ts'
import { isReserved, type RequestState } from './request-state.ts'
import { appendHeader, createReply, isReply, specFor } from './create-response.ts'
import type { RouteData } from '../contract/route.ts'
import { isSchema } from '../contract/schema.ts'
import { type Awaitable } from '../async/awaitable.ts'
import type { CompiledSpec, ResponseMap, ResponseSpec } from '../contract/declarations.ts'
import { assertStrips } from '../contract/assert-strips.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { partsOf, readPart } from './validate-request.ts'
import { issuesOf } from '../contract/schema-issues.ts'
import { assertObject, assertStatus } from '../errors/assertions.ts'

type Subject = ((found: unknown) => string | number | undefined) | undefined
type Step = (request: RequestState, services: unknown) => unknown

/** Compiles the steps of a route in the one order of checks: guards, body, params, schemas, handler. */
export function compileRoute(name: string, route: RouteData): Endpoint {
  const named = `${name} (${route.method} ${route.path})`
  const where = `reply() of ${named}`
  const guards = Object.entries(route.guards ?? {}).map(([key, { check, responses, subject }]) => {
    assertFree(named, key)
    const specs = compileSpecs(where, responses)
    return {
      key,
      check: check as Step,
      subject: subject as Subject,
      specs,
      reply: createReply(specs, true),
    }
  })
  if (route.body && route.method === 'GET') throw new TypeError(`${name}: a GET has no body`)
  const specs = compileSpecs(where, route.responses)
  const plan = bodyReaderFor(route.body)
  const parts = partsOf(route, plan?.schema)
  const reply = createReply(specs)
  const handler = route.handler as Step

  // What has guards or a body is waited for in any case.
  async function prepare(request: RequestState, services: unknown): Promise<HttpResponse> {
    try {
      for (const { key, check, subject, specs, reply } of guards) {
        request.reply = reply
        const found = await check(request, services)
        if (isReply(found)) return noStore(await validateResponse(where, specs, found))
        if (request.adapterRequest.hasResponse) {
          throw new TypeError(`guard '${key}' of ${named} wrote to the host's own response`)
        }
        assertGuardValue(`guard '${key}' of ${named}`, found)
        ;(request as unknown as Record<string, unknown>)[key] = found
        request.subject ??= subject?.(found)?.toString()
      }
      if (plan) request.body = await request.readBody(plan)
      else checkLength(request.adapterRequest, request.bodyLimit)
      const response = await check(request, services)
      return guards[0] ? noStore(response) : response
    } catch (error) {
      return errorToResponse(error, request)
    }
  }

  // From here on nothing is waited for that is there at once: its answer is written at once.
  function check(request: RequestState, services: unknown, index = 0): Awaitable<HttpResponse> {
    const part = parts[index]
    if (part) {
      const [place, validator] = part
      return thenOrNow(validator.validate(readPart(request, place)), (result) => {
        request.applyValidated(place, result)
        return check(request, services, index + 1)
      })
    }
    const { errors } = request
    if (errors) throw new HttpError(422, { errors })
    request.reply = reply
    return thenOrNow(handler(request, services) as Awaitable<HttpResponse>, finish)
  }

  const finish = (made: HttpResponse): Awaitable<HttpResponse> =>
    validateResponse(where, specs, made)
  const isPrepared = guards[0] ?? plan

  return (request, services) => {
    request.operation = name
    request.bodyLimit = route.bodyLimit ?? request.bodyLimit
    if (isPrepared) return prepare(request, services)
    try {
      checkLength(request.adapterRequest, request.bodyLimit)
      const made = check(request, services)
      // Our own, by `thenOrNow`, and no promise of another kind.
      return made instanceof Promise ? made.catch((error) => errorToResponse(error, request)) : made
    } catch (error) {
      return errorToResponse(error, request)
    }
  }
}

/** What can be wrong with declared responses is said here, at start. */
function compileSpecs(where: string, responses: ResponseMap): CompiledSpec[] {
  return Object.entries(responses as Readonly<Record<string, ResponseSpec>>).map(([key, spec]) => {
    const status = Number(key)
    assertStatus(`${where}: status ${key}`, status)
    if (!isSchema(spec)) return { ...spec, status }
    assertStrips(spec, `${where}, ${key}`)
    return { kind: 'json', validator: spec['~standard'], status }
  })
}

/** Sends what the declared schema names, and nothing else. */
function validateResponse(
  where: string,
  specs: readonly CompiledSpec[],
  response: HttpResponse,
): Awaitable<HttpResponse> {
  assertObject(where, response)
  const validator = specFor(specs, response.status)?.validator
  if (!validator) return response
  return thenOrNow(validator.validate(response.body), (result) => {
    const { status, headers } = response
    if (!result.issues) return { status, headers, body: result.value, json: true }
    const { path, message } = issuesOf('body', result.issues)[0]!
    throw new TypeError(`${where}: ${status} breaks its schema: ${path.join('.')} ${message}`)
  })
}

/** The compiler says so too, where it is asked. */
function assertFree(named: string, guard: string): void {
  if (!isReserved(guard)) return
  throw new TypeError(
    `${named}: a guard cannot be called '${guard}', which is a field of the request`,
  )
}

function noStore(response: HttpResponse): HttpResponse {
  return hasHeader(response.headers, 'cache-control')
    ? response
    : appendHeader(response, 'cache-control', 'no-store')
}
