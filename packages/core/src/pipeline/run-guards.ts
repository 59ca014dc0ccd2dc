import type { GuardMap } from '../contract/guard.ts'
import type { HttpResponse } from '../contract/http-response.ts'
import { hasHeader } from '../http/headers.ts'
import { validateResponse } from './call-handler.ts'
import { compileResponses } from './compiled-response.ts'
import { createReply, isReply } from './create-reply.ts'
import { appendHeader } from './create-response.ts'
import { assertGuardValue } from './guard-result.ts'
import { isReserved } from './request-view.ts'
import type { Step } from './exchange.ts'

type Check = (request: unknown, services: unknown) => unknown
type Subject = ((found: unknown) => string | number | undefined) | undefined

/** Compiles the step that runs a route's guards in order; the first response ends the route. */
export function compileGuards(guardMap: GuardMap | undefined, where: string): Step | undefined {
  const guards = Object.entries(guardMap ?? {}).map(([key, { check, responses, subject }]) => {
    assertFree(where, key)
    const compiled = compileResponses(`guard '${key}' of ${where}`, responses)
    return {
      key,
      named: `guard '${key}' of ${where}`,
      check: check as Check,
      subject: subject as Subject,
      responses: compiled,
      reply: createReply(compiled, true),
    }
  })
  if (guards.length === 0) return undefined
  return async (exchange, services) => {
    const { request } = exchange
    for (const { key, named, check, subject, responses, reply } of guards) {
      exchange.reply = reply
      const found = await check(request, services)
      if (isReply(found)) return noStore(await validateResponse(responses, found, named))
      if (exchange.incoming.hasResponse) {
        throw new TypeError(`${named} wrote to the host's own response`)
      }
      assertGuardValue(named, found)
      ;(request as unknown as Record<string, unknown>)[key] = found
      exchange.subject ??= subject?.(found)?.toString()
    }
    return undefined
  }
}

/** Throws if a guard has the name of a request field; TypeScript reports this too. */
function assertFree(where: string, guard: string): void {
  if (!isReserved(guard)) return
  throw new TypeError(
    `${where}: a guard cannot be called '${guard}', which is a field of the request`,
  )
}

/** Adds `no-store` unless the handler set `cache-control`: guarded responses are for one client. */
export function noStore(response: HttpResponse): HttpResponse {
  return hasHeader(response.headers, 'cache-control')
    ? response
    : appendHeader(response, 'cache-control', 'no-store')
}
